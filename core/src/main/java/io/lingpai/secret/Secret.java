package io.lingpai.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/**
 * A value that must not be seen: an app secret, a token, a ticket, a signing key.
 *
 * <p>Printing it shows nothing of it. Where a person must tell two secrets apart, {@link
 * Fingerprints} prints a keyed fingerprint instead. {@link #reveal()} is for the platforms that
 * talk to the vendor, for the vault that encrypts, and for the one place that answers callers.
 */
public final class Secret {

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * Wraps a value.
   *
   * @throws IllegalArgumentException if it is empty: an empty secret is always a mistake upstream,
   *     and an empty refresh token stored over a good one cannot be undone
   */
  public static Secret of(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a secret must not be empty");
    }
    return new Secret(value);
  }

  /** The value in clear. */
  public String reveal() {
    return value;
  }

  /** Compares in time that does not depend on where the two differ. */
  public boolean matches(String candidate) {
    return MessageDigest.isEqual(
        value.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether the whole of it is of a form; for rules about what may be configured. */
  public boolean fits(Pattern form) {
    return form.matcher(value).matches();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && matches(secret.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "Secret[…]";
  }
}
