package io.lingpai.server.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

    assertThat(Codec.read(Codec.kryo5(text))).isEqualTo(text);
    assertThat(Codec.read(Codec.string(Codec.php(text)))).isEqualTo(text);
    assertThat(Codec.read(Codec.string(text))).isEqualTo(text);
    assertThat(Codec.read(Codec.string("\"" + text + "\""))).isEqualTo(text);
  }
}
