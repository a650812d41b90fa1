package io.lingpai.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BeginningTest {

  private static final String ERROR = "{\"errmsg\":\"" + "x".repeat(3000) + "\",\"errcode\":40001}";

  @ParameterizedTest
  @ValueSource(ints = {1, 50, 1023, 1024, 1025, 2000, 3020, 5000})
  void an_error_is_read_in_whatever_pieces_it_comes(int piece) throws IOException {
    assertThat(readInPiecesOf(piece, null, ERROR.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(ERROR);
    assertThat(readInPiecesOf(piece, "gzip", zipped(ERROR))).isEqualTo(ERROR);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 4095, 4096, 4097, 9000})
  void what_is_beyond_the_beginning_is_not_read_even_if_it_is_here(int piece) throws IOException {
    String late = "{\"list\":\"" + "x".repeat(9000) + "\",\"errcode\":40001}";
    String judged = late.substring(0, Beginning.ENOUGH);

    assertThat(readInPiecesOf(piece, null, late.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(judged);
    assertThat(readInPiecesOf(piece, "x-gzip", zipped(late))).isEqualTo(judged);
  }

  @Test
  void what_is_not_json_is_let_go_at_its_first_byte() {
    Beginning picture = new Beginning(null);

    picture.add(Buffer.buffer(new byte[] {(byte) 0x89}));

    assertThat(picture.enough()).isTrue();
    assertThat(picture.looksLikeJson()).isFalse();
  }

  private static String readInPiecesOf(int length, String coding, byte[] whole) {
    Beginning beginning = new Beginning(coding);
    for (int from = 0; from < whole.length && !beginning.enough(); from += length) {
      int to = Math.min(whole.length, from + length);
      beginning.add(Buffer.buffer(java.util.Arrays.copyOfRange(whole, from, to)));
    }
    return beginning.text();
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
