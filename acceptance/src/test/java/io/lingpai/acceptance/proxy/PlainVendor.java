package io.lingpai.acceptance.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A vendor that writes down what reaches it, byte for byte as far as HTTP shows it, and that gives
 * and takes bodies of any size. The sandbox knows better than to take what is sent here.
 */
final class PlainVendor implements AutoCloseable {

  static final String TOKEN = "39_realtokenoftheapp-Q_w";
  private static final int PIECE = 64 * 1024;

  final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer http;

  PlainVendor() throws IOException {
    http = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 100);
    http.createContext("/", this::answer);
    http.setExecutor(threads);
    http.start();
  }

  /** One request that arrived. */
  record Seen(String method, String target, Map<String, List<String>> headers, long body) {}

  String base() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    long body = 0;
    byte[] piece = new byte[PIECE];
    try (InputStream in = exchange.getRequestBody()) {
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        body += read;
      }
    }
    String target = exchange.getRequestURI().toString();
    if (target.startsWith("/cgi-bin/stable_token")) {
      text(exchange, "{\"access_token\":\"" + TOKEN + "\",\"expires_in\":7200}");
      return;
    }
    seen.add(
        new Seen(
            exchange.getRequestMethod(), target, Map.copyOf(exchange.getRequestHeaders()), body));
    if (target.startsWith("/large/")) {
      large(exchange, Long.parseLong(target.substring(7, target.indexOf('?'))));
      return;
    }
    text(exchange, "{\"errcode\":0,\"errmsg\":\"ok\",\"body\":" + body + "}");
  }

  private static void large(HttpExchange exchange, long bytes) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "image/jpeg");
    exchange.sendResponseHeaders(200, bytes);
    byte[] piece = new byte[PIECE];
    try (OutputStream out = exchange.getResponseBody()) {
      for (long left = bytes; left > 0; left -= PIECE) {
        out.write(piece, 0, (int) Math.min(PIECE, left));
      }
    }
  }

  private static void text(HttpExchange exchange, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; encoding=utf-8");
    exchange.sendResponseHeaders(200, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
