package io.lingpai.acceptance.process;

import static io.lingpai.acceptance.stage.ServerProcess.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.acceptance.stage.Client;
import io.lingpai.acceptance.stage.Launch;
import io.lingpai.acceptance.stage.ServerProcess;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.fault.Fault;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running process puts up with, and how it stops. */
class RunningProcessTest {

  private static final String APPID = "wx00000000000000e1";
  private static final String SECRET = "5b5ec7e700000000000000000000e1e1";
  private static final String TOKEN = "/api/v1/apps/shop/credentials/access_token";
  private static final int IDLE_KB = 160 * 1024;

  @TempDir Path data;

  private Sandbox sandbox;
  private ServerProcess server;
  private Client client;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start(SandboxOptions.defaults().app(WeChatApp.official(APPID, SECRET)));
    restart();
    Map<String, Object> app =
        Map.of("name", "shop", "platform", "wechat-official", "appid", APPID, "secret", SECRET);
    assertThat(client.post(ADMIN, "/api/v1/apps", app).statusCode()).isEqualTo(201);
  }

  private void restart() {
    server =
        ServerProcess.start(
            data,
            Map.of("LINGPAI_ADMIN_KEY", ADMIN, "LINGPAI_HOSTS_WECHAT_API", sandbox.baseUrl()));
    client = server.client();
  }

  @AfterEach
  void stop() {
    server.close();
    sandbox.close();
  }

  @Test
  void nonsense_is_told_apart_and_neither_harms_the_server_nor_loses_anything() throws Exception {
    String before = value();
    Map<String, String> refusals = new LinkedHashMap<>();
    String body = "{\"name\":\"k\",\"grants\":[\"watch\"]}";

    refusals.put("garbage", problem(post("application/json", "{\"name\": nonsense")));
    refusals.put("a list", problem(post("application/json", "[]")));
    refusals.put("depth", problem(post("application/json", "[".repeat(100_000))));
    refusals.put("type", problem(post("text/plain", body)));
    refusals.put("11 MB", problem(post("application/json", "x".repeat(11_000_000))));
    refusals.put("app", problem(client.get(ADMIN, TOKEN.replace("shop", "nobody"))));
    refusals.put("kind", problem(client.get(ADMIN, TOKEN.replace("access", "odd"))));
    refusals.put("expired", problem(expired()));
    refusals.put("100 KB header", raw("GET /health HTTP/1.1\r\nX-A: " + "a".repeat(100_000)));
    refusals.put("a long line", raw("GET /" + "a".repeat(100_000) + " HTTP/1.1\r\nHost: a"));
    for (String path :
        List.of("/../etc/passwd", "/api/%2e%2e/keys", "/api//v1/keys", "/api%2fv1/keys", "/%00")) {
      refusals.put(path, raw("GET " + path + " HTTP/1.1\r\nHost: a"));
    }
    refusals.put("no HTTP", raw("\u0016\u0003\u0001\u0002 nonsense"));

    assertThat(refusals)
        .containsEntry("garbage", "400 malformed body")
        .containsEntry("a list", "400 malformed body")
        .containsEntry("depth", "400 malformed body")
        .containsEntry("type", "400 malformed Content-Type")
        .containsEntry("11 MB", "413 too-large ")
        .containsEntry("app", "404 not-found ")
        .containsEntry("kind", "404 not-found ")
        .containsEntry("expired", "401 unauthenticated ")
        .containsEntry("100 KB header", "431 headers-too-large")
        .containsEntry("a long line", "414 uri-too-long")
        .containsEntry("/../etc/passwd", "400 malformed")
        .containsEntry("/api/%2e%2e/keys", "400 malformed")
        .containsEntry("/api//v1/keys", "400 malformed")
        .containsEntry("/api%2fv1/keys", "400 malformed")
        .containsEntry("/%00", "400 malformed")
        .containsEntry("no HTTP", "400 malformed");
    assertThat(client.get("", "/health/ready").statusCode()).isEqualTo(200);
    assertThat(value()).isEqualTo(before);
    assertThat(server.said()).doesNotContain("ERROR", "\tat ");
    server.kill();
    restart();
    assertThat(value()).isEqualTo(before);
  }

  @Test
  void who_is_silent_or_trickles_is_cut_while_others_are_served() throws Exception {
    Duration pace = Duration.ofMillis(200);
    try (RawExchange silent = new RawExchange(server.port());
        RawExchange trickling = new RawExchange(server.port())) {
      trickling.send("GET /health HTTP/1.1\r\nHost: a\r\nX-A: ");
      long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
      while (!trickling.closedWithin(pace) && System.nanoTime() < end) {
        trickling.sendWhileTaken("a");
        assertThat(client.get("", "/health").statusCode()).isEqualTo(200);
      }

      assertThat(trickling.closedWithin(Duration.ofSeconds(20))).as("the trickle is cut").isTrue();
      assertThat(silent.closedWithin(Duration.ofSeconds(60))).as("silence is cut").isTrue();
      assertThat(trickling.text()).doesNotContain("200");
    }
  }

  @Test
  void told_to_stop_it_answers_what_is_in_flight_stores_it_and_ends_with_status_0()
      throws Exception {
    sandbox.next(Fault.isSlow(Duration.ofSeconds(2)).on("/cgi-bin/ticket/getticket"));
    String before = value();
    try (RawExchange poll = new RawExchange(server.port());
        RawExchange ticket = new RawExchange(server.port())) {
      poll.send(request("/health", "") + request(TOKEN + "?newer_than=1&wait=25", ""));
      poll.awaitText("HTTP/1.1 200");
      ticket.send(request(TOKEN.replace("access_token", "jsapi_ticket"), ""));
      ServerProcess.await(
          "the vendor to be asked", () -> sandbox.calls().count("/cgi-bin/ticket/getticket") == 1);

      long told = System.nanoTime();
      server.terminate();

      poll.awaitText("HTTP/1.1 304");
      ticket.awaitText("\"value\"");
      assertThat(server.exitStatus()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(20));
      assertThat(server.said()).doesNotContain("WARN", "ERROR", "\tat ");
      restart();
      assertThat(value()).isEqualTo(before);
      assertThat(client.get(ADMIN, TOKEN.replace("access_token", "jsapi_ticket")).body())
          .contains(ticket.text().replaceAll("(?s).*(\"value\":\"[^\"]+\").*", "$1"));
      assertThat(sandbox.calls().count("/cgi-bin/ticket/getticket")).isEqualTo(1);
    }
  }

  @Test
  void idle_after_a_few_reads_it_stays_small() throws IOException {
    for (int i = 0; i < 20; i++) {
      value();
    }
    int resident =
        Files.readAllLines(Path.of("/proc", server.pid() + "", "status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow();
    System.out.printf("resident when idle: %d MB, jar: %s%n", resident / 1024, Launch.isTheJar());
    assertThat(resident).isBetween(1, IDLE_KB);
  }

  private String value() {
    HttpResponse<String> read = client.get(ADMIN, TOKEN);
    assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
    return Client.json(read).get("version") + " " + Client.json(read).get("value");
  }

  private HttpResponse<String> post(String type, String body) {
    return client.send(
        client
            .request(ADMIN, "/api/v1/keys")
            .header("content-type", type)
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> expired() {
    Map<String, Object> brief = Map.of("name", "b", "grants", List.of("watch"), "expires_in", 1);
    String key = Client.json(client.post(ADMIN, "/api/v1/keys", brief)).get("key").asText();
    ServerProcess.await("its end", () -> client.get(key, "/api/v1/status").statusCode() != 200);
    HttpResponse<String> answer = client.get(key, "/api/v1/status");
    assertThat(answer.body()).contains("has expired");
    return answer;
  }

  private static String problem(HttpResponse<String> answer) {
    JsonNode problem = Client.json(answer);
    return answer.statusCode()
        + problem.path("type").asText().replace("/problems/", " ")
        + " "
        + problem.path("field").asText();
  }

  /** Status and sort of the problem; the connection must be closed after it. */
  private String raw(String head) throws IOException {
    try (RawExchange exchange = new RawExchange(server.port())) {
      exchange.sendWhileTaken(head + "\r\n\r\n");
      assertThat(exchange.closedWithin(Duration.ofSeconds(60))).as("closed").isTrue();
      return exchange
          .text()
          .replaceAll("(?s)HTTP/1.\\d (\\d+) .*\"/problems/([^\"]*)\".*", "$1 $2");
    }
  }

  private static String request(String path, String more) {
    return "GET %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n%s\r\n"
        .formatted(path, ADMIN, more);
  }
}
