package io.lingpai.acceptance.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers in every shape a vendor gives them, the dead-token one among them. */
class RelayedAnswersTest {

  private static final String APPID = "wx00000000000000c1";
  private static final String DEAD =
      "{\"errcode\":40001,\"errmsg\":\"invalid credential, access_token is invalid or not latest\"}";

  private final AtomicInteger issued = new AtomicInteger();
  private final AtomicInteger checks = new AtomicInteger();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile Predicate<String> alive = token -> true;
  private HttpServer vendor;
  private Surface surface;
  private String token;

  @BeforeEach
  void start(@TempDir Path data) throws Exception {
    vendor = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
    vendor.setExecutor(threads);
    vendor.createContext("/cgi-bin/stable_token", this::issue);
    vendor.createContext("/plain", exchange -> answer(exchange, false));
    vendor.createContext("/zipped", exchange -> answer(exchange, true));
    vendor.createContext("/cgi-bin/get_api_domain_ip", this::check);
    vendor.createContext("/refused", exchange -> send(exchange, bytes(DEAD)));
    vendor.createContext("/cut", RelayedAnswersTest::cut);
    vendor.createContext("/part", RelayedAnswersTest::part);
    vendor.start();
    surface = new Surface(data, "http://127.0.0.1:" + vendor.getAddress().getPort());
    surface.add("shop", "wechat-official", APPID, "5b5ec7e70000000000000000000000c1", "stable");
    token = surface.token(APPID, surface.key("proxy:shop"));
    surface.get("/plain?access_token=" + token);
    seen.clear();
  }

  @AfterEach
  void stop() {
    surface.close();
    vendor.stop(0);
    threads.shutdownNow();
  }

  @Test
  void a_dead_token_is_recognised_in_a_zipped_answer() throws Exception {
    alive = it -> !it.equals("T1");

    HttpResponse<byte[]> answer =
        surface.http.send(
            request("/zipped").header("accept-encoding", "gzip, deflate, br").build(),
            HttpResponse.BodyHandlers.ofByteArray());

    assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
    assertThat(answer.body()).isEqualTo(zipped("{\"errcode\":0}"));
    assertThat(seen).containsExactly("T1", "T2");
  }

  @Test
  void a_body_is_sent_again_whole_with_the_new_token() throws Exception {
    alive = it -> !it.equals("T1");

    HttpResponse<String> answer =
        surface.http.send(
            request("/plain").POST(BodyPublishers.ofString("x".repeat(500_000))).build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(answer.body()).isEqualTo("{\"errcode\":0,\"got\":500000}");
    assertThat(issued).hasValue(2);
  }

  @Test
  void a_body_too_large_to_keep_is_not_sent_again_but_heals_the_next() throws Exception {
    alive = it -> !it.equals("T1");

    String first =
        surface
            .http
            .send(
                request("/plain").POST(BodyPublishers.ofString("x".repeat(2_000_000))).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();

    assertThat(first).isEqualTo(DEAD);
    assertThat(surface.get("/plain?access_token=" + token)).contains("\"errcode\":0");
    assertThat(seen).containsExactly("T1", "T2");
  }

  @Test
  void a_new_token_that_the_vendor_does_not_know_yet_is_no_reason_to_fetch() throws Exception {
    surface.renew("shop");
    alive = it -> it.equals("T1");

    assertThat(surface.get("/plain?access_token=" + token)).contains("\"errcode\":0");

    assertThat(seen).containsExactly("T2", "T1");
    assertThat(issued).hasValue(2);
  }

  @Test
  void a_new_token_that_died_with_the_one_before_it_is_replaced() throws Exception {
    surface.renew("shop");
    alive = it -> it.equals("T3");

    assertThat(surface.get("/plain?access_token=" + token)).contains("\"errcode\":0");

    assertThat(seen).containsExactly("T2", "T1", "T3");
    assertThat(issued).hasValue(3);
  }

  @Test
  void a_first_token_that_dies_at_once_is_replaced() throws Exception {
    alive = it -> it.equals("T2");

    assertThat(surface.get("/plain?access_token=" + token)).contains("\"errcode\":0");

    assertThat(seen).containsExactly("T1", "T2");
  }

  @Test
  void a_token_refused_for_ever_is_handed_back() throws Exception {
    alive = it -> false;

    assertThat(surface.get("/plain?access_token=" + token)).isEqualTo(DEAD);

    assertThat(seen.size()).isLessThanOrEqualTo(2);
  }

  @Test
  void a_path_that_is_refused_whatever_it_carries_costs_the_others_nothing() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(surface.get("/refused?access_token=" + token)).isEqualTo(DEAD);
      assertThat(surface.get("/plain?access_token=" + token)).contains("\"errcode\":0");
    }

    assertThat(issued).hasValue(1);
    assertThat(checks).hasValueLessThan(10);
    alive = it -> !it.equals("T1");
    assertThat(surface.get("/plain?access_token=" + token)).contains("\"errcode\":0");
    assertThat(issued).hasValue(2);
  }

  @Test
  void an_answer_cut_short_does_not_look_whole() {
    assertThatThrownBy(() -> surface.get("/cut?access_token=" + token))
        .isInstanceOf(IOException.class);
  }

  @Test
  void a_part_is_asked_for_and_given() throws Exception {
    HttpResponse<String> answer =
        surface.http.send(
            request("/part").header("range", "bytes=2-4").build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.headers().firstValue("content-range")).contains("bytes 2-4/10");
    assertThat(answer.body()).isEqualTo("234");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(surface.base() + path + "?access_token=" + token));
  }

  private void issue(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    send(
        exchange,
        ("{\"access_token\":\"T" + issued.incrementAndGet() + "\",\"expires_in\":7200}")
            .getBytes(StandardCharsets.UTF_8));
  }

  private void answer(HttpExchange exchange, boolean zipped) throws IOException {
    int got = exchange.getRequestBody().readAllBytes().length;
    String with = exchange.getRequestURI().getQuery().replace("access_token=", "");
    seen.add(with);
    String good = got == 0 ? "{\"errcode\":0}" : "{\"errcode\":0,\"got\":" + got + "}";
    String text = alive.test(with) ? good : DEAD;
    exchange.getResponseHeaders().set("Content-Type", "text/plain");
    if (zipped) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    send(exchange, zipped ? zipped(text) : text.getBytes(StandardCharsets.UTF_8));
  }

  private void check(HttpExchange exchange) throws IOException {
    String with = exchange.getRequestURI().getQuery().replace("access_token=", "");
    checks.incrementAndGet();
    String text = alive.test(with) ? "{\"ip_list\":[\"127.0.0.1\"]}" : DEAD;
    send(exchange, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void cut(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 5_000);
    exchange.getResponseBody().write(new byte[2_500]);
    exchange.getResponseBody().flush();
    exchange.close();
  }

  private static void part(HttpExchange exchange) throws IOException {
    assertThat(exchange.getRequestHeaders().getFirst("Range")).isEqualTo("bytes=2-4");
    exchange.getResponseHeaders().set("Content-Range", "bytes 2-4/10");
    exchange.sendResponseHeaders(206, 3);
    exchange.getResponseBody().write("234".getBytes(StandardCharsets.US_ASCII));
    exchange.close();
  }

  private static void send(HttpExchange exchange, byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
