package io.lingpai.dingtalk.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.dingtalk.signing.ConfigExplainer.Cause;
import io.lingpai.dingtalk.signing.ConfigExplainer.Claim;
import io.lingpai.dingtalk.signing.ConfigExplainer.Finding;
import io.lingpai.dingtalk.signing.ConfigSignature.Digest;
import io.lingpai.secret.Secret;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigExplainerTest {

  private static final String PAGE = "https://a.example.com/x?n=%E5%BC%A0#/route";
  private static final Map<Cause, Secret> TICKETS =
      Map.of(
          Cause.RIGHT, Secret.of("current-ticket"),
          Cause.OLDER_TICKET, Secret.of("older-ticket"),
          Cause.ACCESS_TOKEN, Secret.of("an-access-token"));

  @ParameterizedTest
  @CsvSource({
    "https://a.example.com/x?n=张, RIGHT",
    "https://a.example.com/x?n=%E5%BC%A0, NOT_DECODED",
    "https://a.example.com/x?n=%E5%BC%A0#/route, FRAGMENT",
    "https%3A%2F%2Fa.example.com%2Fx, ENCODED",
    "https://a.example.com/other, OTHER_PAGE"
  })
  void the_address_that_was_signed_is_found_out(String signed, Cause expected) {
    assertThat(ConfigExplainer.explain(claim(signed, Cause.RIGHT, Digest.SHA_256), TICKETS))
        .extracting(Finding::cause)
        .containsExactly(expected);
  }

  @ParameterizedTest
  @EnumSource(
      value = Cause.class,
      names = {"OLDER_TICKET", "ACCESS_TOKEN"})
  void so_is_what_it_was_signed_with(Cause origin) {
    Claim claim = claim("https://a.example.com/x?n=张", origin, Digest.SHA_1);

    assertThat(ConfigExplainer.explain(claim, TICKETS))
        .extracting(Finding::cause)
        .containsExactly(origin);
  }

  @ParameterizedTest
  @EnumSource(Digest.class)
  void capitals_and_nonsense_are_told_apart(Digest digest) {
    Claim right = claim("https://a.example.com/x?n=张", Cause.RIGHT, digest);

    assertThat(ConfigExplainer.explain(with(right.signature().toUpperCase(Locale.ROOT)), TICKETS))
        .extracting(Finding::cause)
        .containsExactly(Cause.UPPER_CASE);
    assertThat(ConfigExplainer.explain(with("0000"), TICKETS))
        .extracting(Finding::cause)
        .containsExactly(Cause.UNEXPLAINED);
  }

  private static Claim with(String signature) {
    return new Claim("https://a.example.com/x?n=张", "1414588745", "nonce", signature, PAGE);
  }

  private static Claim claim(String signed, Cause origin, Digest digest) {
    Secret ticket = Objects.requireNonNull(TICKETS.get(origin));
    String digits = ConfigSignature.digits(ticket, "nonce", "1414588745", signed, digest);
    return new Claim(signed, "1414588745", "nonce", digits, PAGE);
  }
}
