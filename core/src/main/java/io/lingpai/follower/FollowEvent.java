package io.lingpai.follower;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody followed an account, or ceased to.
 *
 * @param at by the vendor's clock, which may count whole seconds only
 * @param code what was on the QR code that led to the account
 */
public record FollowEvent(
    String app, String openid, boolean subscribed, Instant at, @Nullable String code) {}
