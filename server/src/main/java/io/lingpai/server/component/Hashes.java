package io.lingpai.server.component;

import io.lingpai.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;

/**
 * Names for what must not be named: a store that is read by a stranger holds neither codes nor
 * states. Both are long and random, so that a plain hash does not betray them.
 *
 * @param opened opens a secret
 */
record Hashes(Function<Secret, String> opened) {

  String of(String platform, Secret secret) {
    return of(platform + "|" + opened.apply(secret));
  }

  static String of(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
