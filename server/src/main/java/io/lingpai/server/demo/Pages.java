package io.lingpai.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lingpai.server.problem.Language;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Serves the demonstration's pages and what their scripts ask for: {@code /phone/…} is played,
 * {@code /backend/…} is what a user's own backend would answer.
 */
public final class Pages implements AutoCloseable {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
          + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
  private static final Set<String> PAGES = Set.of("mini", "crew", "sdk");
  private static final Map<String, String> TYPES =
      Map.of("css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8");
  private static final String ASSETS = "/assets/";
  private static final String PHONE = "/phone/";
  private static final String BACKEND = "/backend/";
  private static final int LARGEST_BODY = 64 << 10;

  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Phone phone;
  private final Backend backend;
  private final String sandbox;

  private Pages(HttpServer http, Phone phone, Backend backend, String sandbox) {
    this.http = http;
    this.phone = phone;
    this.backend = backend;
    this.sandbox = sandbox;
  }

  /**
   * Serves from now on; {@code backend} is closed with it.
   *
   * @param sandbox the address of the sandbox's page
   * @throws IOException when the address is taken
   */
  public static Pages start(InetSocketAddress at, Phone phone, Backend backend, String sandbox)
      throws IOException {
    Pages pages = new Pages(HttpServer.create(at, 0), phone, backend, sandbox);
    pages.http.createContext("/", pages::handle);
    pages.http.setExecutor(pages.threads);
    pages.http.start();
    return pages;
  }

  /** With a slash at the end. */
  public String url() {
    InetSocketAddress at = http.getAddress();
    boolean anywhere = at.getAddress().isAnyLocalAddress();
    String host = anywhere ? "127.0.0.1" : at.getHostString();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + at.getPort() + "/";
  }

  private record Answer(int status, String type, String body) {

    static Answer text(int status, String text) {
      return new Answer(status, "text/plain; charset=utf-8", text);
    }

    static Answer json(JsonNode body) {
      return new Answer(200, "application/json", body.toString());
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer;
      try {
        answer =
            switch (exchange.getRequestMethod()) {
              case "GET" -> read(exchange);
              case "POST" -> act(exchange);
              default -> Answer.text(405, "expected: GET or POST");
            };
      } catch (IllegalArgumentException e) {
        answer = Answer.text(404, String.valueOf(e.getMessage()));
      } catch (UncheckedIOException e) {
        answer = Answer.text(502, String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        answer = Answer.text(500, String.valueOf(e));
      }
      send(exchange, answer);
    }
  }

  private Answer read(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith(ASSETS)) {
      String name = path.substring(ASSETS.length());
      String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
      if (type == null || !name.matches("[a-z]+[.][a-z]+")) {
        throw new IllegalArgumentException("nothing here");
      }
      return new Answer(200, type, Template.resource(name));
    }
    String name = path.equals("/") ? Template.INDEX : path.substring(1);
    if (!name.equals(Template.INDEX) && !PAGES.contains(name)) {
      throw new IllegalArgumentException("nothing here");
    }
    Map<String, String> markup =
        switch (name) {
          case "mini" -> Map.of("sandbox", sandbox, "people", options(phone.people()));
          case "crew" -> Map.of("sandbox", sandbox, "people", options(phone.employees()));
          default -> Map.of("sandbox", sandbox);
        };
    return new Answer(
        200, "text/html; charset=utf-8", Template.page(name, language(exchange), markup));
  }

  private static String options(Map<String, String> people) {
    return people.entrySet().stream()
        .map(
            one ->
                "<option value='%s'>%s</option>"
                    .formatted(Template.escape(one.getKey()), Template.escape(one.getValue())))
        .collect(Collectors.joining());
  }

  /** A page's script asks; a page of somebody else's may not, and JSON cannot come from a form. */
  private Answer act(HttpExchange exchange) throws IOException {
    String origin = exchange.getRequestHeaders().getFirst("Origin");
    if (origin != null && !origin.equals("http://" + host(exchange))) {
      return Answer.text(403, "the page that sent this is not the demonstration's own");
    }
    if (!"application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
      return Answer.text(415, "expected: application/json");
    }
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      return Answer.text(413, "expected: " + LARGEST_BODY + " bytes at most");
    }
    JsonNode in = Json.read(new String(body, StandardCharsets.UTF_8));
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith(PHONE)) {
      return Answer.json(phone.answer(path.substring(PHONE.length()), in));
    }
    if (path.startsWith(BACKEND)) {
      return backend(exchange, path.substring(BACKEND.length()), in);
    }
    throw new IllegalArgumentException("nothing here");
  }

  // Refusals of Lingpai's are told to the page with 200: they are what it is there to show, and no
  // trouble of its own.
  private Answer backend(HttpExchange exchange, String action, JsonNode in) {
    String cookie = "lingpai-demo-" + action.substring(0, Math.max(0, action.indexOf('/')));
    Backend.Told told =
        backend.answer(
            action,
            in,
            new Backend.Visitor(
                cookie(exchange, cookie).orElse(null),
                exchange.getRemoteAddress().getAddress().getHostAddress(),
                language(exchange)));
    String session = told.session();
    if (session != null) {
      exchange
          .getResponseHeaders()
          .set("Set-Cookie", cookie + "=" + session + "; Path=/; HttpOnly; SameSite=Strict");
    }
    return Answer.json(told.json());
  }

  private static Optional<String> cookie(HttpExchange exchange, String name) {
    String header = exchange.getRequestHeaders().getFirst("Cookie");
    if (header == null) {
      return Optional.empty();
    }
    for (String one : header.split(";")) {
      if (one.strip().startsWith(name + "=")) {
        return Optional.of(one.strip().substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }

  /** What the address asks for, else what the page was in that asks, else the browser's own. */
  private static Language language(HttpExchange exchange) {
    String query = exchange.getRequestURI().getRawQuery();
    if (query == null) {
      String page = exchange.getRequestHeaders().getFirst("Referer");
      query = page == null ? null : queryOf(page);
    }
    if (query != null && query.contains("lang=")) {
      return query.contains("lang=zh") ? Language.CHINESE : Language.ENGLISH;
    }
    return Language.preferred(exchange.getRequestHeaders().getFirst("Accept-Language"));
  }

  private static @Nullable String queryOf(String address) {
    try {
      return URI.create(address).getRawQuery();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String host(HttpExchange exchange) {
    return String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.type());
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
    backend.close();
  }
}
