package io.lingpai.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Names and values as bytes: each text as its length in four bytes and its UTF-8. */
final class Packed {

  private Packed() {}

  static byte[] pack(Map<String, String> texts) {
    int size = 0;
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      size += sizeOf(entry.getKey()) + sizeOf(entry.getValue());
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    texts.forEach(
        (name, value) -> {
          put(out, name);
          put(out, value);
        });
    return out.array();
  }

  static Map<String, String> unpack(byte[] packed) {
    Map<String, String> texts = new TreeMap<>();
    ByteBuffer in = ByteBuffer.wrap(packed);
    while (in.hasRemaining()) {
      String name = take(in);
      texts.put(name, take(in));
    }
    return texts;
  }

  private static int sizeOf(String text) {
    return Integer.BYTES + text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void put(ByteBuffer out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.putInt(bytes.length).put(bytes);
  }

  private static String take(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
