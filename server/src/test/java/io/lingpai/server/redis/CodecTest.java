package io.lingpai.server.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class CodecTest {

  /** The first bytes are those that Redisson's default codec wrote for a token of 71 letters. */
  @Test
  void kryo_writes_what_redisson_writes() {
    String token = "AT_" + "x".repeat(68);
    byte[] written = Codec.kryo5(token);

    assertThat(Arrays.copyOf(written, 3)).containsExactly(0x03, 0xC8, 0x01);
    assertThat(new String(written, 3, 71, StandardCharsets.UTF_8)).isEqualTo(token);
    assertThat(Codec.kryo5("ab")).containsExactly(0x03, 'a', 'b' | 0x80);
  }

  @Test
  void php_counts_bytes() {
    assertThat(Codec.php("令牌")).isEqualTo("s:6:\"令牌\";");
  }

  @Property(tries = 300)
  void what_was_written_is_read(@ForAll @NotEmpty String any) {
    String text = "t" + any.replaceAll("[^A-Za-z0-9_令牌-]", "_");

    assertThat(Codec.read(Codec.kryo5(text))).hasValue(text);
    assertThat(Codec.read(Codec.string(Codec.php(text)))).hasValue(text);
    assertThat(Codec.read(Codec.string(text))).hasValue(text);
    assertThat(Codec.read(Codec.string("\"" + text + "\""))).hasValue(text);
  }

  /**
   * As Symfony's cache on PHP with igbinary 3.2.13 wrote tokens of 157, of 3 and of 300 letters.
   */
  @Test
  void igbinary_is_read_whatever_the_length() {
    for (String header : List.of("00000002119d", "000000021103", "0000000212012c")) {
      byte[] start = HexFormat.of().parseHex(header);
      int length = start.length == 6 ? start[5] & 0xFF : 300;
      String token = "39_" + "x".repeat(length - 3);

      assertThat(Codec.read(join(start, token))).hasValue(token);
      assertThat(Codec.read(join(start, token + "x"))).as("another length").isEmpty();
    }
  }

  @Test
  void what_stands_in_a_form_that_is_not_known_is_not_taken_for_a_token() {
    for (String form :
        List.of(
            "a:2:{s:12:\"access_token\";s:2:\"ab\";}",
            "{\"access_token\":\"ab\"}",
            "\0\0\0\2\24\1",
            "\u0004>\u0002ab",
            "two words",
            "s:5:\"abc\";",
            "s:99999999999:\"abc\";",
            "i:7200;",
            "")) {
      assertThat(Codec.read(Codec.string(form))).as(form).isEmpty();
    }
    byte[] javas = HexFormat.of().parseHex("aced00057400026162");
    assertThat(Codec.read(javas)).as("Java's own serialization").isEmpty();
  }

  private static byte[] join(byte[] start, String text) {
    byte[] end = Codec.string(text);
    byte[] whole = Arrays.copyOf(start, start.length + end.length);
    System.arraycopy(end, 0, whole, start.length, end.length);
    return whole;
  }
}
