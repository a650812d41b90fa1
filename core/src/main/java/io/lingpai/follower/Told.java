package io.lingpai.follower;

import io.lingpai.secret.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor said of somebody when it was asked.
 *
 * @param subscribedAt when the person last followed; told of followers only
 * @param scene how the person came, in the vendor's word
 * @param code what was on the QR code that led to the account
 * @param document all the vendor said, as JSON; of followers only
 */
public record Told(
    String openid,
    boolean subscribed,
    @Nullable Instant subscribedAt,
    @Nullable String unionid,
    @Nullable String scene,
    @Nullable String code,
    @Nullable Secret document) {}
