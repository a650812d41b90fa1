package io.lingpai.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lingpai.app.App;
import io.lingpai.credential.Kind;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.Issuance;
import io.lingpai.platform.IssueRequest;
import io.lingpai.platform.Verdict;
import io.lingpai.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The platform asks WeChat as recorded, and makes of each recorded answer what is written there.
 */
class RecordedExchangesTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final App SHOP =
      App.of(
          "shop",
          WechatOfficial.NAME,
          "wx0000000000000001",
          Secret.of("0123456789abcdef0123456789abcdef"));

  static Stream<Arguments> exchanges() {
    return Stream.of("token", "stable_token", "getticket", "get_api_domain_ip")
        .flatMap(
            call ->
                StreamSupport.stream(read(call).spliterator(), false)
                    .map(e -> Arguments.of(call + ": " + e.get("situation").textValue(), e)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("exchanges")
  void asks_and_understands_as_recorded(String situation, JsonNode exchange) throws IOException {
    AtomicReference<JsonNode> asked = new AtomicReference<>();
    HttpServer vendor = vendor(exchange.get("answer"), asked);
    try {
      URI host = URI.create("http://127.0.0.1:" + vendor.getAddress().getPort());
      Object outcome = ask(new WechatOfficial(host, WechatContract.HTTP), exchange.get("asked"));

      assertThat(asked.get()).isEqualTo(exchange.get("request"));
      assertThat(outcome.getClass().getSimpleName())
          .isEqualTo(exchange.at("/means/outcome").textValue());
      assertMeans(exchange.get("means"), outcome);
    } finally {
      vendor.stop(0);
    }
  }

  private static Object ask(WechatOfficial platform, JsonNode asked) {
    App app = SHOP.withSettings(Map.of("token_mode", asked.get("token_mode").textValue()));
    String name = asked.get("kind").textValue();
    Kind kind =
        platform.kinds(app).stream().filter(k -> k.name().equals(name)).findFirst().orElseThrow();
    if (asked.has("check")) {
      return platform.check(app, kind, Secret.of(asked.get("check").textValue()), LONG);
    }
    Secret parent = asked.has("parent") ? Secret.of(asked.get("parent").textValue()) : null;
    return platform.issue(
        new IssueRequest(app, kind, parent, asked.get("forced").booleanValue(), LONG));
  }

  private static void assertMeans(JsonNode means, Object outcome) {
    switch (outcome) {
      case Issuance.Issued(Secret value, Duration life, _) -> {
        assertThat(value.matches(means.get("value").textValue())).isTrue();
        assertThat(life).isEqualTo(Duration.ofSeconds(means.get("seconds").longValue()));
      }
      case Issuance.Refused(VendorError why, Duration wait) -> assertWhy(means, why, wait);
      case Issuance.RiskPending(VendorError why, Duration wait) -> assertWhy(means, why, wait);
      case Issuance.QuotaSpent(VendorError why, Duration wait) -> assertWhy(means, why, wait);
      case Issuance.Unavailable(VendorError why) -> assertWhy(means, why, null);
      case Issuance.ParentRejected(VendorError why) -> assertWhy(means, why, null);
      case Verdict.Dead(VendorError why) -> assertWhy(means, why, null);
      case Verdict.Unproven(VendorError why) -> assertWhy(means, why, null);
      default -> assertThat(outcome).isInstanceOf(Verdict.Alive.class);
    }
  }

  private static void assertWhy(JsonNode means, VendorError why, @Nullable Duration wait) {
    assertThat(why.code()).isEqualTo(means.get("code").textValue());
    assertThat(why.ip()).isEqualTo(means.path("ip").textValue());
    assertThat(Objects.toString(wait, null)).isEqualTo(means.path("ask_again").textValue());
    assertThat(why.whatToDo().english()).isNotBlank();
    assertThat(why.whatToDo().chinese()).isNotBlank();
    if (why.ip() != null) {
      assertThat(why.whatToDo().english()).contains(why.ip()).contains("whitelist");
      assertThat(why.whatToDo().chinese()).contains(why.ip()).contains("白名单");
    }
  }

  private static HttpServer vendor(JsonNode answer, AtomicReference<JsonNode> asked)
      throws IOException {
    HttpServer vendor =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    vendor.createContext(
        "/",
        exchange -> {
          asked.set(described(exchange));
          byte[] body = answer.get("body").textValue().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", answer.get("content_type").textValue());
          exchange.sendResponseHeaders(answer.get("status").intValue(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    vendor.start();
    return vendor;
  }

  private static JsonNode described(HttpExchange exchange) throws IOException {
    var request =
        JSON.createObjectNode()
            .put("method", exchange.getRequestMethod())
            .put("path", exchange.getRequestURI().getRawPath());
    String query = exchange.getRequestURI().getRawQuery();
    if (query != null) {
      request.set("query", JSON.valueToTree(fields(query)));
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (body.length > 0) {
      request.set("json", JSON.readTree(body));
    }
    return request;
  }

  private static Map<String, String> fields(String query) {
    return Arrays.stream(query.split("&"))
        .map(field -> List.of(field.split("=", 2)))
        .collect(
            Collectors.toMap(
                List::getFirst,
                field -> URLDecoder.decode(field.getLast(), StandardCharsets.UTF_8)));
  }

  private static JsonNode read(String call) {
    String path = "/io/lingpai/testkit/wechat/" + call + ".json";
    try (InputStream file = RecordedExchangesTest.class.getResourceAsStream(path)) {
      return JSON.readTree(file);
    } catch (IOException e) {
      throw new IllegalStateException(path, e);
    }
  }
}
