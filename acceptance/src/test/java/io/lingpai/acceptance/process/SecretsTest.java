package io.lingpai.acceptance.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A search that has never found anything proves nothing. */
class SecretsTest {

  private static final String SECRET = "q7Zr-Vx0_Lm3NpT5wY8k";
  private static final byte[] RAW = HexFormat.of().parseHex("00ff10ee20dd30cc40bb50aa60997088");

  private final Secrets secrets = new Secrets();

  SecretsTest() {
    secrets.add("token", SECRET);
    secrets.add("key", RAW);
  }

  @Test
  void each_form_is_found_wherever_it_lies() {
    byte[] token = SECRET.getBytes(StandardCharsets.UTF_8);
    for (String before : List.of("", "x", "xy", "xyz")) {
      byte[] longer = (before + SECRET + "?&").getBytes(StandardCharsets.UTF_8);
      for (byte[] form :
          List.of(
              longer,
              Base64.getEncoder().encode(longer),
              Base64.getUrlEncoder().encode(longer),
              HexFormat.of().formatHex(token).getBytes(StandardCharsets.UTF_8),
              HexFormat.of().withUpperCase().formatHex(token).getBytes(StandardCharsets.UTF_8),
              SECRET.getBytes(StandardCharsets.UTF_16LE),
              SECRET.getBytes(StandardCharsets.UTF_16BE))) {
        assertThat(secrets.in(form)).containsExactly("token");
      }
    }
    assertThat(secrets.in(RAW)).containsExactly("key");
    assertThat(secrets.in(Base64.getEncoder().encodeToString(RAW))).containsExactly("key");
  }

  @Test
  void a_part_is_found_and_a_fingerprint_is_not() {
    assertThat(secrets.in("log: " + SECRET.substring(2, 18) + "…")).containsExactly("token");
    assertThat(secrets.in("fingerprint=" + SECRET.substring(0, 8))).isEmpty();
  }
}
