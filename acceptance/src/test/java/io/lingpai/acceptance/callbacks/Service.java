package io.lingpai.acceptance.callbacks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A business service that is passed messages on. */
final class Service implements AutoCloseable {

  final List<Got> got = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile Function<Got, Said> answers = unused -> new Said(200, "");

  /** What arrived. */
  record Got(String method, String query, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** What is answered. */
  record Said(int status, String body) {}

  Service() throws IOException {
    this(0);
  }

  /** A service at the port where another was. */
  Service(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 256);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> headers =
          exchange.getRequestHeaders().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      each -> each.getKey().toLowerCase(Locale.ROOT),
                      each -> each.getValue().getFirst()));
      Got arrived =
          new Got(
              exchange.getRequestMethod(),
              String.valueOf(exchange.getRequestURI().getRawQuery()),
              headers,
              body);
      got.add(arrived);
      Said said = answers.apply(arrived);
      byte[] out = said.body().getBytes(StandardCharsets.UTF_8);
      if (said.status() / 100 == 3) {
        exchange.getResponseHeaders().set("location", url() + "/elsewhere");
      }
      exchange.sendResponseHeaders(said.status(), out.length == 0 ? -1 : out.length);
      exchange.getResponseBody().write(out);
    }
  }

  Service answering(Function<Got, Said> how) {
    answers = how;
    return this;
  }

  Service answering(int status, String body) {
    return answering(unused -> new Said(status, body));
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
