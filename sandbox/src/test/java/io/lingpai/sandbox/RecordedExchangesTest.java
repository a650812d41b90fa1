package io.lingpai.sandbox;

import static io.lingpai.sandbox.fault.Fault.answersMinusOne;
import static io.lingpai.sandbox.fault.Fault.refuses;
import static io.lingpai.sandbox.wechat.WeChatApp.official;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.fault.Fault;
import io.lingpai.sandbox.wechat.BehindTheScenes;
import io.lingpai.sandbox.wechat.WeChatRules;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Brings each recorded situation about, sends the recorded request and compares the answers:
 * status, content type, members and their types, code, and the text as far as sources agree on it.
 */
class RecordedExchangesTest {
  private static final String APPID = "wx0000000000000001";
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String OTHER = "fedcba9876543210fedcba9876543210";
  private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

  private final HandSetClock clock = new HandSetClock(Instant.parse("2026-11-21T04:00:00Z"));

  @TestFactory
  Stream<DynamicTest> the_sandbox_answers_as_wechat_did() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String call : List.of("token", "stable_token", "getticket", "get_api_domain_ip")) {
      for (JsonNode exchange : recorded(call)) {
        String situation = exchange.path("situation").asText();
        // A text where a number belongs was seen at a third-party platform's call only.
        if (!situation.equals("the code comes as text")) {
          tests.add(DynamicTest.dynamicTest(call + ": " + situation, () -> replay(exchange)));
        }
      }
    }
    return tests.stream();
  }

  private static JsonNode recorded(String call) throws IOException {
    String name = "/io/lingpai/testkit/wechat/" + call + ".json";
    try (InputStream file = RecordedExchangesTest.class.getResourceAsStream(name)) {
      return Caller.MAPPER.readTree(file);
    }
  }

  private void replay(JsonNode exchange) {
    try (Sandbox sandbox =
        Sandbox.start(SandboxOptions.defaults().clock(clock).app(official(APPID, SECRET)))) {
      Caller caller = new Caller(sandbox);
      JsonNode request = exchange.path("request");
      String path = request.path("path").asText();
      String token = caller.token(APPID, SECRET).path("access_token").asText();
      if (exchange.path("situation").asText().equals("the token is malformed")) {
        token = "not a token";
      }
      bringAbout(exchange.path("situation").asText(), path, sandbox, caller);

      HttpResponse<String> answer = caller.answer(asRecorded(caller, request, path, token));

      JsonNode expected = exchange.path("answer");
      assertThat(answer.statusCode()).isEqualTo(expected.path("status").asInt());
      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValue(expected.path("content_type").asText());
      compare(Caller.json(answer.body()), Caller.json(expected.path("body").asText()));
    }
  }

  private static HttpRequest.Builder asRecorded(
      Caller caller, JsonNode request, String path, String token) {
    if (request.has("json")) {
      return caller
          .request(path)
          .header("Content-Type", "application/json")
          .POST(BodyPublishers.ofString(request.path("json").toString()));
    }
    String query =
        request.path("query").properties().stream()
            .map(
                one ->
                    one.getKey()
                        + "="
                        + URLEncoder.encode(
                            one.getKey().equals("access_token") ? token : one.getValue().asText(),
                            StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return caller.request(path + "?" + query).GET();
  }

  private void bringAbout(String situation, String path, Sandbox sandbox, Caller caller) {
    BehindTheScenes app = sandbox.wechat().behind(APPID);
    switch (situation) {
      case "all is well",
          "the token is good",
          "the token is malformed",
          "the JS-SDK ticket",
          "the card ticket",
          "a new token is forced" -> {}
      case "the token was superseded" -> {
        caller.token(APPID, SECRET);
        clock.step(Duration.ofMinutes(5));
      }
      case "the token is past its life" -> clock.step(Duration.ofHours(2));
      case "the same token, seen again near its end" -> {
        caller.stableToken(APPID, SECRET, false);
        clock.step(Duration.ofSeconds(7200 - 345));
      }
      case "forced again within 30 s: the present token comes back" -> {
        caller.stableToken(APPID, SECRET, true);
        clock.step(Duration.ofSeconds(15));
      }
      case "forced more than 20 times today" -> {
        for (int i = 0; i < 20; i++) {
          caller.stableToken(APPID, SECRET, true);
          clock.step(Duration.ofSeconds(30));
        }
      }
      case "the app id is wrong" -> {
        sandbox.wechat().reset();
        sandbox.wechat().add(official("wx00000000000000ff", SECRET));
      }
      case "the secret is wrong" -> app.resetSecret();
      case "the secret is of another account" -> {
        sandbox.wechat().add(official(APPID, OTHER));
        sandbox.wechat().rules(WeChatRules.usual().classicWrongSecretIs(40001));
      }
      case "the secret is frozen" -> app.freezeSecret(true);
      case "the address is not on the whitelist", "the address is not on the whitelist (2017)" ->
          app.whitelist(Set.of("203.0.113.1"));
      case "the address must be confirmed",
          "the address must be confirmed; the administrator has just been asked" ->
          app.confirmsAddresses(true);
      case "the address waits for the administrator" -> {
        app.confirmsAddresses(true);
        caller.token(APPID, SECRET);
      }
      case "the administrator refused the address once" -> {
        app.confirmsAddresses(true);
        app.refuse("127.0.0.1");
      }
      case "the administrator refused the address twice" -> {
        app.confirmsAddresses(true);
        app.refuse("127.0.0.1");
        app.refuse("127.0.0.1");
      }
      default -> sandbox.next(onlyOnRequest(situation).on(path));
    }
  }

  /** What no state of the sandbox leads to, or none worth the thousands of calls it takes. */
  private static Fault onlyOnRequest(String situation) {
    return switch (situation) {
      case "WeChat is busy" -> answersMinusOne();
      case "the day's quota is spent" -> refuses(45009);
      case "too many calls in this minute" -> refuses(45011);
      case "the account has no right to tickets",
          "the account has no right to this call, which says that the token is good" ->
          refuses(48001);
      case "the account may not ask for tokens" -> refuses(50004);
      case "the account is frozen" -> refuses(50007);
      case "the address is not on the platform's whitelist" -> refuses(61004);
      case "the app id is of a third-party platform" -> refuses(61024);
      default ->
          throw new AssertionError(
              "a new recorded situation: say here how the sandbox comes into it: " + situation);
    };
  }

  private static void compare(JsonNode actual, JsonNode expected) {
    assertThat(actual.properties().stream().map(one -> one.getKey() + one.getValue().getNodeType()))
        .containsExactlyElementsOf(
            expected.properties().stream()
                .map(one -> one.getKey() + one.getValue().getNodeType())
                .toList());
    assertThat(actual.path("errcode")).isEqualTo(expected.path("errcode"));
    assertThat(actual.path("expires_in")).isEqualTo(expected.path("expires_in"));
    assertThat(core(actual)).startsWith(core(expected));
  }

  /** A text without its request id, whose address it saw, and the advice that came and went. */
  private static String core(JsonNode answer) {
    String text = answer.path("errmsg").asText().replaceAll(",? rid: .*", "");
    text = ADDRESS.matcher(text).replaceAll("IP").replaceAll(" ipv6 \\S+,", ",");
    return text.startsWith("invalid ip") ? text : text.replaceAll(", .*", "");
  }
}
