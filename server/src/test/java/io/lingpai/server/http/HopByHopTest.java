package io.lingpai.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HopByHopTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"gzip", "gzip, deflate, br", "x-gzip", "br;q=1, GZIP;q=0.5", "gzip;q=0.01, br"})
  void of_the_codings_a_caller_takes_the_vendor_hears_of_the_one_that_is_read_here(String takes) {
    assertThat(passedOn(takes)).isEqualTo("gzip");
  }

  @ParameterizedTest
  @CsvSource({"br", "deflate", "identity", "gzip;q=0", "'gzip ; q=0.00, br'"})
  void a_caller_who_does_not_take_it_is_not_sent_it(String takes) {
    assertThat(passedOn(takes)).isNull();
  }

  private static String passedOn(String takes) {
    MultiMap from = MultiMap.caseInsensitiveMultiMap().add("accept-encoding", takes);
    MultiMap to = MultiMap.caseInsensitiveMultiMap();
    HopByHop.request(from, to, false);
    return to.get("accept-encoding");
  }
}
