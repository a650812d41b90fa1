package io.lingpai.wechat.login;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.member.Profile;
import org.jspecify.annotations.Nullable;

/** What WeChat tells of a person, in its two spellings. */
final class Profiles {

  private Profiles() {}

  /** As a mini program's client has it: {@code nickName}, {@code avatarUrl}, {@code gender}. */
  static Profile ofClient(JsonNode json) {
    return profile(json, "nickName", "avatarUrl", "gender");
  }

  /** As {@code /sns/userinfo} has it: {@code nickname}, {@code headimgurl}, {@code sex}. */
  static Profile ofWeb(JsonNode json) {
    return profile(json, "nickname", "headimgurl", "sex");
  }

  private static Profile profile(JsonNode json, String nickname, String avatar, String gender) {
    return new Profile(
        text(json, nickname),
        text(json, avatar),
        json.path(gender).isInt() ? (Integer) json.path(gender).intValue() : null,
        text(json, "province"),
        text(json, "city"),
        text(json, "country"));
  }

  private static @Nullable String text(JsonNode json, String field) {
    return json.path(field).isTextual() ? json.path(field).textValue() : null;
  }
}
