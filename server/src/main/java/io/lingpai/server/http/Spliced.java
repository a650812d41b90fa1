package io.lingpai.server.http;

import io.lingpai.secret.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A text of the caller's with secrets of ours in the places where theirs stood; every other
 * character is as it came. Opened only where it is sent.
 */
public final class Spliced {

  private static final int USUAL_LENGTH = 512;

  private final List<Object> pieces = new ArrayList<>();

  /** A text without secrets, so far. */
  public static Spliced of(String text) {
    return new Spliced().then(text);
  }

  public Spliced then(String text) {
    if (!text.isEmpty()) {
      pieces.add(text);
    }
    return this;
  }

  public Spliced then(Secret secret) {
    pieces.add(secret);
    return this;
  }

  /** With secrets as they must stand in a query. */
  String inQuery() {
    StringBuilder joined = new StringBuilder(USUAL_LENGTH);
    for (Object piece : pieces) {
      if (piece instanceof Secret secret) {
        escape(secret.reveal(), joined);
      } else {
        joined.append(asItCame(piece.toString()));
      }
    }
    return joined.toString();
  }

  // The library reads a request's first line as Latin-1 and writes it as UTF-8: whatever came
  // unescaped and is not ASCII would go out as twice the bytes.
  private static String asItCame(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      StringBuilder escaped = new StringBuilder();
      for (byte b : bytes) {
        if (b < 0) {
          escaped.append('%').append(HEX.charAt((b & 0xff) >> 4)).append(HEX.charAt(b & 15));
        } else {
          escaped.append((char) b);
        }
      }
      return escaped.toString();
    }
  }

  /** With secrets as they are, in UTF-8. */
  byte[] bytes() {
    return inHeader().getBytes(StandardCharsets.UTF_8);
  }

  /** With secrets as they are. */
  String inHeader() {
    StringBuilder joined = new StringBuilder();
    for (Object piece : pieces) {
      joined.append(piece instanceof Secret secret ? secret.reveal() : piece);
    }
    return joined.toString();
  }

  /** Whether a text has one of the secrets in it, as it is or as it stands in a query. */
  boolean isToldBy(String text) {
    return pieces.stream()
        .anyMatch(
            piece ->
                piece instanceof Secret secret
                    && (text.contains(secret.reveal()) || text.contains(escaped(secret.reveal()))));
  }

  private static String escaped(String value) {
    StringBuilder escaped = new StringBuilder();
    escape(value, escaped);
    return escaped.toString();
  }

  private static void escape(String value, StringBuilder into) {
    if (isPlain(value)) {
      into.append(value);
      return;
    }
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (isPlain(c)) {
        into.append(c);
      } else {
        into.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (!isPlain(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(char c) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || "-._~@!*".indexOf(c) >= 0;
  }

  private static final String HEX = "0123456789ABCDEF";

  @Override
  public String toString() {
    return "Spliced[" + pieces.size() + " pieces]";
  }
}
