package io.lingpai.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void reads_every_kind_of_value() throws Exception {
    Object read =
        Json.read(
            " {\"a\": [1, -2.5e1, true, false, null, {}, []], \"b\\u00e9\\n"
                + "\": \"\\ud83d\\ude00/\\/\"} ");

    assertThat(read).isInstanceOf(Map.class);
    Map<?, ?> members = (Map<?, ?>) read;
    assertThat((List<?>) members.get("a"))
        .satisfiesExactly(
            one -> assertThat(one).isEqualTo(1L),
            one -> assertThat(one).isEqualTo(-25.0),
            one -> assertThat(one).isEqualTo(true),
            one -> assertThat(one).isEqualTo(false),
            one -> assertThat(one).isNull(),
            one -> assertThat(one).isEqualTo(Map.of()),
            one -> assertThat(one).isEqualTo(List.of()));
    assertThat(members.get("bé\n")).isEqualTo("😀//");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\"",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":1} x",
        "{\"a\":1}{}",
        "{\"a\":1,\"a\":2}",
        "[1,]",
        "[,1]",
        "[1",
        "01",
        "-",
        "+1",
        "1.",
        ".5",
        "1e",
        "0x10",
        "NaN",
        "Infinity",
        "1e999",
        "9223372036854775808",
        "tru",
        "nul",
        "\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u١٢٣٤\"",
        "\"\t\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "/* */ 1",
        "\uFEFF{}"
      })
  void refuses_what_is_not_json_to_the_letter(String text) {
    assertThatThrownBy(() -> Json.read(text)).isInstanceOf(Json.Unreadable.class);
  }

  @Test
  void refuses_what_would_fill_the_stack() {
    assertThatThrownBy(() -> Json.read("[".repeat(1_000_000))).isInstanceOf(Json.Unreadable.class);
    assertThatThrownBy(() -> Json.read("{\"a\":".repeat(100_000)))
        .isInstanceOf(Json.Unreadable.class);
  }

  @Test
  void refuses_numbers_that_take_long_to_understand() {
    assertThatThrownBy(() -> Json.read("1".repeat(500_000))).isInstanceOf(Json.Unreadable.class);
    assertThatThrownBy(() -> Json.read("0." + "1".repeat(500_000)))
        .isInstanceOf(Json.Unreadable.class);
  }

  @Test
  void refuses_bytes_that_are_not_utf_8() {
    byte[] overlong = {'"', (byte) 0xc0, (byte) 0xaf, '"'};
    byte[] cut = {'"', (byte) 0xe4, (byte) 0xbb, '"'};

    assertThatThrownBy(() -> Json.read(overlong)).isInstanceOf(Json.Unreadable.class);
    assertThatThrownBy(() -> Json.read(cut)).isInstanceOf(Json.Unreadable.class);
  }

  @Test
  void a_refusal_repeats_nothing_of_the_text() {
    assertThatThrownBy(() -> Json.read("{\"value\":\"the-token\" oops"))
        .hasMessageNotContaining("the-token")
        .hasMessageNotContaining("oops");
  }

  @Test
  void reads_back_what_it_writes() throws Exception {
    Map<String, String> members = Map.of("a\"\\\u0001", "令牌 😀 \n\t\"</script>");

    assertThat(Json.read(Json.write(members))).isEqualTo(members);
    assertThat(new String(Json.write(Map.of()), StandardCharsets.UTF_8)).isEqualTo("{}");
  }
}
