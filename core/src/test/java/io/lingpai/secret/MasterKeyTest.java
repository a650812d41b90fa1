package io.lingpai.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class MasterKeyTest {

  private static final String TEXT = Base64.getEncoder().encodeToString(new byte[32]);

  @Test
  void a_key_is_read_as_people_write_it() {
    assertThat(MasterKey.parse(TEXT + "\n").mark()).isEqualTo(MasterKey.of(new byte[32]).mark());
  }

  @Test
  void a_bad_key_is_told_what_is_wrong_and_never_repeated() {
    assertThatThrownBy(() -> MasterKey.parse(" ")).hasMessageContaining("empty");
    assertThatThrownBy(() -> MasterKey.parse("not base64!"))
        .hasMessageContaining("11 characters that are not base64")
        .hasMessageContaining("openssl rand -base64 32")
        .hasMessageNotContaining("not base64!");
    String short16 = Base64.getEncoder().encodeToString(new byte[16]);
    assertThatThrownBy(() -> MasterKey.parse(short16))
        .hasMessageContaining("16 bytes")
        .hasMessageNotContaining(short16);
    assertThatThrownBy(() -> MasterKey.of(new byte[31])).hasMessageContaining("31 bytes");
  }

  @Test
  void each_purpose_has_a_key_of_its_own_and_printing_shows_none() {
    MasterKey key = MasterKey.parse(TEXT);
    assertThat(key.derive("a")).isNotEqualTo(key.derive("b")).hasSize(32);
    assertThat(key.derive("a")).isEqualTo(MasterKey.parse(TEXT).derive("a"));
    assertThat(key.toString()).doesNotContain(TEXT).contains(key.mark());
    assertThat(key.mark()).hasSize(16);
  }
}
