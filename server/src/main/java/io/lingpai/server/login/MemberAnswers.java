package io.lingpai.server.login;

import io.lingpai.member.Member;
import io.lingpai.server.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members and sessions as the API shows them. */
final class MemberAnswers {

  private MemberAnswers() {}

  static Map<String, @Nullable Object> shown(Member member) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", member.id());
    shown.put("openid", member.openid());
    shown.put("unionid", member.unionid());
    shown.put("nickname", member.nickname());
    shown.put("avatar", member.avatar());
    shown.put("gender", member.gender());
    shown.put("province", member.province());
    shown.put("city", member.city());
    shown.put("country", member.country());
    shown.put("status", member.status());
    shown.put("login_count", member.loginCount());
    shown.put("created_at", Json.time(member.createdAt()));
    shown.put("created_ip", member.createdIp());
    shown.put("last_login_at", Json.time(member.lastLoginAt()));
    shown.put("last_login_ip", member.lastLoginIp());
    return shown;
  }

  /** Puts an end both ways: as a time, and as what is left of it. */
  static void putEnd(Map<String, @Nullable Object> into, String prefix, Instant end, Instant now) {
    into.put(prefix + "expires_at", Json.time(end));
    into.put(prefix + "expires_in", Math.max(0, Duration.between(now, end).toSeconds()));
  }
}
