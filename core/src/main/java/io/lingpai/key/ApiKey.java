package io.lingpai.key;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A caller's key as it is stored: its hash, never the key.
 *
 * @param id the public part, between {@code lpk_} and the second underscore
 * @param name for people and metrics
 * @param hash SHA-256 of the whole key
 * @param grants what it may do, each {@code action:app[/rest]}
 * @param options such as {@code wire_tokens}, {@code budget}, {@code networks}
 * @param expiresAt when it stops working by itself
 * @param lastUsedAt to the minute, at best
 * @param revokedAt when it was revoked
 */
public record ApiKey(
    String id,
    String name,
    byte[] hash,
    List<String> grants,
    Map<String, String> options,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant revokedAt) {

  public ApiKey {
    hash = hash.clone();
    grants = List.copyOf(grants);
    options = Map.copyOf(options);
  }

  @Override
  public byte[] hash() {
    return hash.clone();
  }

  @Override
  public String toString() {
    return "ApiKey[" + id + " " + name + " " + grants + "]";
  }
}
