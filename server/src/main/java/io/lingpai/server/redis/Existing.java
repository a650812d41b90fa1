package io.lingpai.server.redis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a library has put into Redis for one credential.
 *
 * @param kind ours
 * @param key where the value stood, without anything secret
 * @param value null for what stands in a form that is not known here
 * @param rest what is left of its life, zero if it is over; null for what has none, as refresh
 *     tokens have
 */
public record Existing(String kind, String key, @Nullable Secret value, @Nullable Duration rest) {

  public Optional<Duration> life() {
    return Optional.ofNullable(rest);
  }

  /** It stands there, but nobody would use it any more. */
  public boolean ended() {
    return rest != null && rest.isZero();
  }

  /** Writes it into the body of a takeover; false if it cannot be read. */
  public boolean addTo(ObjectNode fields) {
    if (value == null) {
      return false;
    }
    if (rest == null) {
      fields.put("refresh_token", value.reveal());
      return true;
    }
    fields.put("value", value.reveal()).put("expires_in", Math.max(1, rest.toSeconds()));
    return true;
  }
}
