package io.lingpai.wechat.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.secret.Secret;
import io.lingpai.wechat.signing.Explanation.Finding;
import io.lingpai.wechat.signing.KnownTicket.Origin;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureExplainerTest {

  private static final Secret CURRENT = Secret.of("current-ticket-0123456789");
  private static final List<KnownTicket> TICKETS =
      List.of(
          new KnownTicket(Origin.CURRENT, CURRENT),
          new KnownTicket(Origin.PREVIOUS, Secret.of("previous-ticket-0123456789")),
          new KnownTicket(Origin.CARD, Secret.of("card-ticket-0123456789")),
          new KnownTicket(Origin.ACCESS_TOKEN, Secret.of("39_access-token-0123456789")));
  private static final String NONCE = "Wm3WZYTPz0wzccnW";
  private static final String TIME = "1414587457";
  private static final String PAGE = "https://shop.example.com/item?b=2&a=%E4%BB%A4";

  @Test
  void what_is_right_is_called_right() {
    Explanation explanation = explain(claim(PAGE, signed(PAGE), PAGE + "#/cart"));

    assertThat(explanation.right()).isTrue();
    assertThat(explanation.findings()).extracting(Finding::cause).containsExactly(Cause.RIGHT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https%3A%2F%2Fshop.example.com%2Fitem%3Fb%3D2%26a%3D%25E4%25BB%25A4 | encoded",
        "https://shop.example.com/item?b=2&a=%25E4%25BB%25A4 | encoded",
        "https://shop.example.com/item?b=2&a=令 | decoded",
        "https://shop.example.com/item?b=2&amp;a=%E4%BB%A4 | html-escaped",
        "http://shop.example.com/item?b=2&a=%E4%BB%A4 | scheme",
        "https://www.shop.example.com/item?b=2&a=%E4%BB%A4 | host",
        "https://shop.example.com:443/item?b=2&a=%E4%BB%A4 | port",
        "https://shop.example.com/item/?b=2&a=%E4%BB%A4 | trailing-slash",
        "https://shop.example.com/ | path,query-missing",
        "https://shop.example.com/item?a=%E4%BB%A4&b=2 | query-order",
        "https://shop.example.com/item | query-missing",
        "http://shop.example.com/item/?b=2&a=%E4%BB%A4 | scheme,trailing-slash",
        "http://shop.example.com/item?a=%E4%BB%A4&b=2 | scheme,query-order",
      })
  void another_address_was_signed(String signedUrl, String slugs) {
    Explanation explanation = explain(claim(PAGE, signed(signedUrl), PAGE));

    assertProved(explanation, slugs.split(","));
    assertThat(explanation.findings()).allMatch(finding -> PAGE.equals(finding.correction()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://shop.example.com/other?b=2&a=%E4%BB%A4 | path",
        "https://shop.example.com/item?b=3 | query",
        "https://other.example.com/x | host,path,query-missing",
      })
  void the_address_reported_as_signed_is_another_pages(String signedUrl, String slugs) {
    assertProved(explain(claim(signedUrl, signed(signedUrl), PAGE)), slugs.split(","));
  }

  @Test
  void what_wechat_appends_to_the_address_must_be_signed_too() {
    String opened = PAGE + "&from=singlemessage&isappinstalled=0";

    assertProved(explain(claim(PAGE, signed(PAGE), opened)), "wechat-parameters");
  }

  @Test
  void an_address_that_arrived_encoded_needs_no_page_to_be_recognised() {
    String encoded = URLEncoder.encode(PAGE, StandardCharsets.UTF_8);

    assertProved(explain(claim(encoded, signed(encoded), null)), "encoded");
    assertProved(explain(claim(PAGE + "#x", signed(PAGE + "#x"), null)), "fragment");
  }

  @ParameterizedTest
  @CsvSource({"1,older-ticket", "2,card-ticket", "3,access-token-as-ticket"})
  void another_ticket_was_used(int which, String slug) {
    Secret ticket = TICKETS.get(which).value();
    String signature = JsSignature.digest(ticket, NONCE, TIME, PAGE);

    assertProved(explain(claim(PAGE, signature, PAGE)), slug);
  }

  @Test
  void letters_have_the_wrong_case() {
    String signature = signed(PAGE);
    SignatureClaim shouted = claim(PAGE, signature.toUpperCase(Locale.ROOT), PAGE);
    SignatureClaim lowered =
        new SignatureClaim(
            PAGE,
            TIME,
            NONCE,
            JsSignature.digest(CURRENT, NONCE.toLowerCase(Locale.ROOT), TIME, PAGE),
            PAGE);

    assertProved(explain(shouted), "signature-case");
    assertThat(explain(shouted).findings().getFirst().correction()).isEqualTo(signature);
    assertProved(explain(lowered), "nonce-case");
  }

  @Test
  void the_timestamp_is_in_milliseconds() {
    String millis = TIME + "123";
    String bySeconds = signed(PAGE);
    String byMillis = JsSignature.digest(CURRENT, NONCE, millis, PAGE);

    assertProved(
        explain(new SignatureClaim(PAGE, millis, NONCE, bySeconds, PAGE)),
        "timestamp-in-milliseconds");
    assertProved(
        explain(new SignatureClaim(PAGE, millis, NONCE, byMillis, PAGE)),
        "timestamp-in-milliseconds");
    assertProved(
        explain(claim(PAGE, JsSignature.digest(CURRENT, NONCE, TIME + "000", PAGE), PAGE)),
        "timestamp-in-milliseconds");
  }

  @Test
  void blanks_slipped_in() {
    String signature = signed(PAGE);

    assertProved(
        explain(new SignatureClaim(PAGE, " " + TIME, NONCE, signature, PAGE)),
        "timestamp-or-nonce");
    assertProved(
        explain(new SignatureClaim(PAGE, TIME, NONCE + " ", signature, PAGE)), "nonce-case");
    assertProved(
        explain(new SignatureClaim(PAGE, TIME, NONCE, signature + " ", PAGE)), "signature-case");
  }

  @Test
  void the_string_to_sign_was_put_together_wrongly() {
    String camel =
        "jsapi_ticket="
            + CURRENT.reveal()
            + "&nonceStr="
            + NONCE
            + "&timestamp="
            + TIME
            + "&url="
            + PAGE;
    String cards = TIME + NONCE + CURRENT.reveal() + PAGE;

    assertProved(explain(claim(PAGE, Sha1.of(camel), PAGE)), "field-names");
    assertProved(explain(claim(PAGE, Sha1.of(cards), PAGE)), "card-style");
  }

  @Test
  void several_mistakes_at_once_are_all_named() {
    String signature =
        JsSignature.digest(TICKETS.get(1).value(), NONCE, TIME, "http://shop.example.com/item")
            .toUpperCase(Locale.ROOT);

    assertProved(
        explain(claim(PAGE, signature, PAGE)),
        "scheme",
        "query-missing",
        "older-ticket",
        "signature-case");
  }

  @Test
  void what_cannot_be_proved_is_called_a_suspicion() {
    Explanation explanation =
        explain(
            new SignatureClaim(
                "https://shop.example.com/item/", "1414587457000", NONCE, "f".repeat(40), PAGE));

    assertThat(explanation.right()).isFalse();
    assertThat(explanation.findings()).noneMatch(Finding::proved);
    assertThat(explanation.findings())
        .extracting(finding -> finding.cause().slug())
        .containsExactly(
            "timestamp-in-milliseconds",
            "trailing-slash",
            "query-missing",
            "another-ticket",
            "timestamp-or-nonce");
  }

  @Test
  void a_page_on_an_unregistered_domain_is_named_even_if_the_signature_is_right() {
    String page = "https://other.example.net:8443/";
    Explanation explanation =
        SignatureExplainer.explain(
            claim(page, signed(page), page), TICKETS, List.of("example.com"));

    assertThat(explanation.right()).isTrue();
    assertThat(explanation.findings())
        .extracting(Finding::cause)
        .containsExactly(Cause.RIGHT, Cause.DOMAIN, Cause.UNUSUAL_PORT);
  }

  @Test
  void anything_at_all_may_be_asked_about() {
    for (String junk : List.of("", "#", "%", "%zz", "://", "http://", "\u0000", "x".repeat(5000))) {
      assertThat(explain(new SignatureClaim(junk, junk, junk, junk, junk)).findings()).isNotEmpty();
    }
    assertThat(
            SignatureExplainer.explain(claim(PAGE, signed(PAGE), PAGE), List.of(), List.of())
                .right())
        .isFalse();
  }

  @Property(tries = 100)
  void a_fragment_that_was_signed_is_found_on_every_page(@ForAll("urls") String page) {
    String opened = page + "#/cart";
    assertProved(explain(claim(page, signed(opened), opened)), "fragment");
  }

  @Property(tries = 100)
  void an_address_encoded_once_too_often_is_found_on_every_page(@ForAll("urls") String page) {
    String encoded = URLEncoder.encode(page, StandardCharsets.UTF_8);
    assertProved(explain(claim(encoded, signed(encoded), page)), "encoded");
  }

  @Property(tries = 100)
  void an_address_decoded_once_too_often_is_found_on_every_page(@ForAll("urls") String page) {
    String decoded = Percent.decoded(page);
    Assume.that(!decoded.equals(page));
    assertProved(explain(claim(page, signed(decoded), page)), "decoded");
  }

  @Property(tries = 100)
  void what_is_right_is_called_right_on_every_page(@ForAll("urls") String page) {
    assertThat(explain(claim(page, signed(page), page)).right()).isTrue();
  }

  @Provide
  Arbitrary<String> urls() {
    return PageUrls.any();
  }

  private static Explanation explain(SignatureClaim claim) {
    return SignatureExplainer.explain(claim, TICKETS, List.of());
  }

  private static SignatureClaim claim(String url, String signature, String pageUrl) {
    return new SignatureClaim(url, TIME, NONCE, signature, pageUrl);
  }

  private static String signed(String url) {
    return JsSignature.digest(CURRENT, NONCE, TIME, url);
  }

  private static void assertProved(Explanation explanation, String... slugs) {
    assertThat(explanation.right()).isFalse();
    assertThat(explanation.findings())
        .filteredOn(Finding::proved)
        .extracting(finding -> finding.cause().slug())
        .containsExactlyInAnyOrder(slugs);
  }
}
