package io.lingpai.wechat.component;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.authorization.PlatformApp.Account;
import io.lingpai.secret.Secret;
import io.lingpai.wechat.Answer;
import io.lingpai.wechat.Outcomes;
import io.lingpai.wechat.WechatMini;
import io.lingpai.wechat.WechatOfficial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What WeChat says an account is. */
final class Profile {

  private static final int LONGEST = 300;

  /** Our setting ← WeChat's field. */
  private static final Map<String, String> TEXTS =
      Map.of(
          "nickname", "nick_name",
          "user_name", "user_name",
          "principal_name", "principal_name",
          "alias", "alias",
          "head_image", "head_img");

  private Profile() {}

  static Optional<Account> of(String account, JsonNode json) {
    JsonNode info = json.path("authorizer_info");
    JsonNode authorization = json.path("authorization_info");
    if (!info.isObject()) {
      return Optional.empty();
    }
    Map<String, String> about = new LinkedHashMap<>();
    TEXTS.forEach(
        (setting, field) -> {
          String text = info.path(field).asText("");
          if (!text.isEmpty()) {
            about.put(setting, text.substring(0, Math.min(LONGEST, text.length())));
          }
        });
    number(info.path("service_type_info").path("id"), "service_type", about);
    number(info.path("verify_type_info").path("id"), "verify_type", about);
    number(info.path("account_status"), "account_status", about);
    boolean mini = info.path("MiniProgramInfo").isObject();
    Secret partner = Outcomes.value(authorization, "authorizer_refresh_token").orElse(null);
    return Optional.of(
        new Account(
            account,
            mini ? WechatMini.NAME : WechatOfficial.NAME,
            about,
            permissions(authorization),
            partner));
  }

  private static void number(JsonNode node, String setting, Map<String, String> about) {
    OptionalLong number = Answer.number(node);
    if (number.isPresent()) {
      about.put(setting, Long.toString(number.getAsLong()));
    }
  }

  /** The sets granted, which are told and never to be assumed. */
  static List<String> permissions(JsonNode authorization) {
    List<String> sets = new ArrayList<>();
    for (JsonNode one : authorization.path("func_info")) {
      OptionalLong id = Answer.number(one.path("funcscope_category").path("id"));
      if (id.isPresent()) {
        sets.add(Long.toString(id.getAsLong()));
      }
    }
    return sets;
  }
}
