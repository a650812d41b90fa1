package io.lingpai.server.wire;

import io.lingpai.secret.Secret;
import io.lingpai.secret.Vault.KeyedHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that are worth something here and nowhere else: each says for which key and app it was
 * issued, and when, under a keyed hash. Whoever has the key of that hash, which is every node,
 * knows one by looking at it.
 *
 * <pre>
 * lpv_ base64url( format 1 | issued at, seconds 8 | length 1 | key id | app | hash 24 )
 * </pre>
 */
public final class VirtualTokens {

  static final String PREFIX = "lpv_";

  /** What SDKs are told. */
  static final Duration LIFE = Duration.ofHours(2);

  /** What they have: an SDK that asks again at the very end is still at work with the old one. */
  private static final Duration USABLE = LIFE.plusMinutes(10);

  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final byte FORMAT = 1;
  private static final int HASH_BYTES = 24;
  private static final int LEAST = 1 + Long.BYTES + 1 + HASH_BYTES;
  private static final int LONGEST_TEXT = 512;

  private final KeyedHash hash;
  private final InstantSource clock;

  public VirtualTokens(KeyedHash hash, InstantSource clock) {
    this.hash = hash;
    this.clock = clock;
  }

  /** Whose a token is. */
  record Owner(String keyId, String app) {}

  /** The seconds an SDK is told, for a key that may end before. */
  long lifeFor(@Nullable Instant keyEndsAt) {
    long whole = LIFE.toSeconds();
    return keyEndsAt == null
        ? whole
        : Math.clamp(Duration.between(clock.instant(), keyEndsAt).toSeconds(), 1, whole);
  }

  Secret issue(String keyId, String app) {
    byte[] key = keyId.getBytes(StandardCharsets.UTF_8);
    byte[] name = app.getBytes(StandardCharsets.UTF_8);
    byte[] said =
        ByteBuffer.allocate(1 + Long.BYTES + 1 + key.length + name.length)
            .put(FORMAT)
            .putLong(clock.instant().getEpochSecond())
            .put((byte) key.length)
            .put(key)
            .put(name)
            .array();
    byte[] whole = Arrays.copyOf(said, said.length + HASH_BYTES);
    System.arraycopy(hash.of(said), 0, whole, said.length, HASH_BYTES);
    return Secret.of(PREFIX + ExactBase64.encode(whole));
  }

  /** Whose this is; empty if it is none of ours, altered, or past its end. */
  Optional<Owner> owner(String text) {
    if (!text.startsWith(PREFIX) || text.length() > LONGEST_TEXT) {
      return Optional.empty();
    }
    byte[] whole;
    try {
      whole = ExactBase64.decode(text.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (whole.length < LEAST || whole[0] != FORMAT) {
      return Optional.empty();
    }
    byte[] said = Arrays.copyOf(whole, whole.length - HASH_BYTES);
    byte[] claimed = Arrays.copyOfRange(whole, said.length, whole.length);
    if (!MessageDigest.isEqual(claimed, Arrays.copyOf(hash.of(said), HASH_BYTES))) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(said, 1, said.length - 1);
    Instant issued = Instant.ofEpochSecond(in.getLong());
    Instant now = clock.instant();
    if (issued.isAfter(now.plus(SKEW)) || !now.isBefore(issued.plus(USABLE))) {
      return Optional.empty();
    }
    byte[] key = new byte[in.get() & 0xff];
    in.get(key);
    byte[] app = new byte[in.remaining()];
    in.get(app);
    return Optional.of(
        new Owner(
            new String(key, StandardCharsets.UTF_8), new String(app, StandardCharsets.UTF_8)));
  }
}
