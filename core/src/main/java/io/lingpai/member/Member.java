package io.lingpai.member;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has logged in to one app.
 *
 * @param openid who it is to this app
 * @param unionid who it is to all apps of one owner, once the vendor has said so
 * @param status {@code active}
 */
public record Member(
    String id,
    String app,
    String openid,
    @Nullable String unionid,
    String nickname,
    String avatar,
    int gender,
    String province,
    String city,
    String country,
    String status,
    long loginCount,
    Instant createdAt,
    @Nullable String createdIp,
    Instant lastLoginAt,
    @Nullable String lastLoginIp) {

  public static final String ACTIVE = "active";
}
