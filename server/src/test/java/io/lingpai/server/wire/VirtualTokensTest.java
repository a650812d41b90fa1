package io.lingpai.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class VirtualTokensTest {

  private static final Instant START = Instant.parse("2026-11-21T04:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final VirtualTokens tokens = keyed("one node's key");

  @Test
  void a_token_says_whose_it_is_on_every_node_with_the_same_key() {
    String token = tokens.issue("AbC123", "shop").reveal();

    assertThat(keyed("one node's key").owner(token))
        .contains(new VirtualTokens.Owner("AbC123", "shop"));
    assertThat(keyed("another's").owner(token)).isEmpty();
  }

  @Test
  void it_lives_ten_minutes_longer_than_told_and_no_more() {
    String token = tokens.issue("AbC123", "shop").reveal();

    now.set(START.plus(Duration.ofMinutes(130)).minusSeconds(1));
    assertThat(tokens.owner(token)).isPresent();
    now.set(START.plus(Duration.ofMinutes(130)));
    assertThat(tokens.owner(token)).isEmpty();
  }

  @Test
  void it_fits_where_vendors_tokens_fit_and_needs_no_escapes() {
    String token = tokens.issue("k".repeat(64), "a".repeat(64)).reveal();

    assertThat(token).matches("lpv_[A-Za-z0-9_-]+").hasSizeLessThan(512);
  }

  @Test
  void no_altered_token_passes() {
    String token = tokens.issue("AbC123", "shop").reveal();

    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      assertThat(tokens.owner(token.substring(0, i) + other + token.substring(i + 1))).isEmpty();
      assertThat(tokens.owner(token.substring(0, i))).isEmpty();
    }
    assertThat(tokens.owner(token + "=")).isEmpty();
    assertThat(tokens.owner("lpv_")).isEmpty();
    assertThat(tokens.owner("lpv_!")).isEmpty();
    assertThat(tokens.owner("lpv_" + "A".repeat(600))).isEmpty();
  }

  @Test
  void no_bit_of_its_last_character_may_be_another() {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (String app : List.of("s", "sh", "sho")) {
      String token = tokens.issue("AbC123", app).reveal();
      String before = token.substring(0, token.length() - 1);

      assertThat(alphabet.chars().filter(last -> tokens.owner(before + (char) last).isPresent()))
          .containsExactly((int) token.charAt(before.length()));
    }
  }

  private VirtualTokens keyed(String key) {
    return new VirtualTokens(
        said -> {
          try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(key.getBytes(StandardCharsets.UTF_8));
            return digest.digest(said);
          } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
          }
        },
        now::get);
  }
}
