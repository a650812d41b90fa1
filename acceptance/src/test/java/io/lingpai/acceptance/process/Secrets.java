package io.lingpai.acceptance.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must not be found anywhere, in whatever form a program might write it: as it is, in base64
 * of either alphabet at any offset, in hexadecimal, in UTF-16. Half a secret is one too: any
 * {@value #TELLING} bytes in a row, of the secret or of a form of it, are a find.
 */
final class Secrets {

  static final int TELLING = 16;

  private final Map<String, String> windows = new HashMap<>();
  private final Set<String> names = new TreeSet<>();

  /** Adds a secret; {@code name} is what a find is reported as. */
  void add(String name, String secret) {
    add(name, secret.getBytes(UTF_8));
    note(name, secret.getBytes(UTF_16LE));
    note(name, secret.getBytes(UTF_16BE));
  }

  void add(String name, byte[] secret) {
    if (secret.length < TELLING) {
      throw new IllegalArgumentException(name + " is too short to be told from chance");
    }
    names.add(name);
    note(name, secret);
    HexFormat hex = HexFormat.of();
    note(name, hex.formatHex(secret).getBytes(UTF_8));
    note(name, hex.withUpperCase().formatHex(secret).getBytes(UTF_8));
    // Somewhere in a longer text, base64 looks different for each of three offsets; what the
    // neighbours have a part in is left out.
    for (int offset = 0; offset < 3; offset++) {
      byte[] shifted = new byte[offset + secret.length];
      System.arraycopy(secret, 0, shifted, offset, secret.length);
      for (Base64.Encoder encoder :
          new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder()}) {
        byte[] encoded = encoder.withoutPadding().encode(shifted);
        int from = (offset * 8 + 5) / 6;
        int to = shifted.length * 8 / 6;
        note(name, Arrays.copyOfRange(encoded, from, to));
      }
    }
  }

  private void note(String name, byte[] form) {
    String text = new String(form, ISO_8859_1);
    for (int i = 0; i + TELLING <= text.length(); i++) {
      windows.putIfAbsent(text.substring(i, i + TELLING), name);
    }
  }

  Set<String> names() {
    return names;
  }

  /** The names of those that are in there. */
  Set<String> in(byte[] haystack) {
    Set<String> found = new TreeSet<>();
    String text = new String(haystack, ISO_8859_1);
    for (int i = 0; i + TELLING <= text.length(); i++) {
      String name = windows.get(text.substring(i, i + TELLING));
      if (name != null) {
        found.add(name);
      }
    }
    return found;
  }

  Set<String> in(String haystack) {
    return in(haystack.getBytes(UTF_8));
  }
}
