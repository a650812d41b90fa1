package io.lingpai.sandbox.dingtalk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Json;
import io.lingpai.sandbox.vendor.Values;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * People who let an app know them in a browser, by a QR code or otherwise: their codes, and the
 * tokens these are redeemed for. A refresh token works once and brings the next. Safe for many
 * threads.
 */
final class Consents {
  private static final int LENGTH = 48;
  private static final int CODES_IN_A_LIFE = 24;
  private static final int LIVES_OF_A_REFRESH_TOKEN = 360;

  private final InstantSource clock;
  private final Values values;
  private final Duration life;
  private final Map<String, Held> codes = new HashMap<>();
  private final Map<String, Held> tokens = new HashMap<>();
  private final Map<String, Held> refreshTokens = new HashMap<>();

  private record Held(String userid, Instant until) {}

  Consents(InstantSource clock, Values values, Duration life) {
    this.clock = clock;
    this.values = values;
    this.life = life;
  }

  synchronized String gives(String userid) {
    return put(codes, Values.CODE_MARKER, userid, life.dividedBy(CODES_IN_A_LIFE));
  }

  synchronized ObjectNode redeem(String code) {
    return tokens(taken(codes, code));
  }

  synchronized ObjectNode refresh(String token) {
    return tokens(taken(refreshTokens, token));
  }

  /** Whose token this is, while it lives. */
  synchronized Optional<String> holder(String token) {
    return Optional.ofNullable(tokens.get(token))
        .filter(held -> clock.instant().isBefore(held.until))
        .map(Held::userid);
  }

  private ObjectNode tokens(String userid) {
    return Json.object()
        .put("accessToken", put(tokens, Values.USER_TOKEN_MARKER, userid, life))
        .put(
            "refreshToken",
            put(
                refreshTokens,
                Values.REFRESH_TOKEN_MARKER,
                userid,
                life.multipliedBy(LIVES_OF_A_REFRESH_TOKEN)))
        .put("expireIn", Math.max(1, life.toSeconds()));
  }

  private String put(Map<String, Held> into, String marker, String userid, Duration lives) {
    String value = values.marked("", marker, LENGTH);
    into.put(value, new Held(userid, clock.instant().plus(lives)));
    return value;
  }

  private String taken(Map<String, Held> from, String value) {
    Held held = from.remove(value);
    if (held == null || !clock.instant().isBefore(held.until)) {
      throw new Refused(Refusal.CODE_UNKNOWN);
    }
    return held.userid;
  }
}
