package io.lingpai.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.credential.Credential;
import io.lingpai.credential.Value;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopiesTest {

  private final List<Long> heard = new ArrayList<>();
  private final Copies copies = new Copies(credential -> heard.add(credential.version()));

  @Test
  void a_page_read_before_our_own_write_does_not_bring_the_older_version_back() {
    Credential second = version(2, Samples.START);

    copies.put(second, Samples.START.plusSeconds(1));
    copies.put(version(1, Samples.START.minusSeconds(7000)), Samples.START.plusSeconds(1));

    assertThat(copies.get(Samples.KEY)).isSameAs(second);
  }

  @Test
  void an_app_removed_and_added_again_counts_from_one_again() {
    Instant later = Samples.START.plus(Duration.ofMinutes(10));
    Credential again = version(1, later);

    copies.put(version(7, Samples.START), Samples.START);
    copies.put(again, later);

    assertThat(copies.get(Samples.KEY)).isSameAs(again);
    assertThat(heard).containsExactly(7L, 1L);
  }

  @Test
  void a_longer_life_of_the_same_value_wakes_nobody() {
    copies.put(version(1, Samples.START), Samples.START);
    copies.put(version(1, Samples.START.plusSeconds(60)), Samples.START);

    assertThat(heard).containsExactly(1L);
  }

  private static Credential version(long version, Instant askedAt) {
    return Samples.holding(
        new Value(
            Secret.of("value-" + version),
            version,
            askedAt,
            askedAt,
            askedAt.plusSeconds(7200),
            askedAt.plusSeconds(6500),
            false,
            false));
  }
}
