package io.lingpai.server.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A key as callers write it: {@code lpk_<id>_<secret>}, letters, digits and underscores only, so
 * that the masks in SDKs' logs cover it whole.
 */
public final class KeyText {

  public static final String PREFIX = "lpk_";

  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int ID_LENGTH = 12;
  // 43 of 62 characters are a little over 256 bits.
  private static final int SECRET_LENGTH = 43;
  private static final int LONGEST = 256;
  private static final int SHORTEST_SECRET = 32;

  private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(KeyText::sha256);

  private KeyText() {}

  public static String newId(RandomGenerator random) {
    return draw(random, ID_LENGTH);
  }

  public static String newSecret(RandomGenerator random) {
    return draw(random, SECRET_LENGTH);
  }

  public static String of(String id, String secret) {
    return PREFIX + id + "_" + secret;
  }

  private static String draw(RandomGenerator random, int length) {
    StringBuilder drawn = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      drawn.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return drawn.toString();
  }

  /** The public part of a key, or what is wrong with its form. The words never repeat the key. */
  public static Optional<String> id(String key) {
    return complaint(key).isPresent()
        ? Optional.empty()
        : Optional.of(key.substring(PREFIX.length(), key.indexOf('_', PREFIX.length())));
  }

  /** What is wrong with the form of a key, if anything. */
  public static Optional<String> complaint(String key) {
    if (key.length() > LONGEST) {
      return Optional.of("it is longer than " + LONGEST + " characters");
    }
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '_') {
        return Optional.of(
            "character "
                + (i + 1)
                + " is neither letter, digit nor underscore"
                + (c == '"' || c == '\'' ? "; leave the quotes out" : ""));
      }
    }
    if (!key.startsWith(PREFIX)) {
      return Optional.of("it does not start with `lpk_`");
    }
    int second = key.indexOf('_', PREFIX.length());
    if (second <= PREFIX.length()) {
      return Optional.of("it is not `lpk_<id>_<secret>`");
    }
    if (key.length() - second - 1 < SHORTEST_SECRET) {
      return Optional.of("its secret part is cut short");
    }
    return Optional.empty();
  }

  /** What is stored of a key. */
  public static byte[] hash(String key) {
    MessageDigest digest = DIGEST.get();
    digest.reset();
    return digest.digest(key.getBytes(StandardCharsets.US_ASCII));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
