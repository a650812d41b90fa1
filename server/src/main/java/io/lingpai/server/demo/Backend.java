package io.lingpai.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.server.problem.Language;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the backend of a mini program, of a DingTalk app or of a web page does with Lingpai: it has
 * a key, passes on what the client sent, and remembers a session. It never sees an app's secret.
 */
public final class Backend implements AutoCloseable {

  /** What its key must be granted, and nothing more. */
  public static final List<String> GRANTS =
      List.of("login:mini", "decrypt:mini", "login:crew", "sign:shop");

  private static final String API = "/api/v1/";
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private final String lingpai;
  private final String key;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param lingpai the server's address, without a slash at the end
   */
  public Backend(String lingpai, String key) {
    this.lingpai = lingpai;
    this.key = key;
  }

  /** Who asks: the session its cookie carries, if any, its address and its language. */
  record Visitor(@Nullable String session, String address, Language language) {}

  /**
   * What goes back to the page.
   *
   * @param session to remember the visitor by from now on, null to leave that as it is
   */
  record Told(ObjectNode json, @Nullable String session) {}

  /**
   * Does what the page asks for.
   *
   * @throws IllegalArgumentException when there is no such action
   */
  Told answer(String action, JsonNode in, Visitor visitor) {
    return switch (action) {
      case "mini/login" -> loggedIn(call("apps/mini/logins", login(in, visitor), visitor));
      case "crew/login" ->
          loggedIn(call("apps/crew/employee-logins", only(in, "auth_code", "url"), visitor));
      case "mini/phone" ->
          told(call("apps/mini/phone-numbers", withSession(only(in, "code"), visitor), visitor));
      case "mini/me", "crew/me" ->
          told(call("sessions/introspections", withSession(Json.object(), visitor), visitor));
      // Not forgotten, so that the page can show that it is worth nothing any more.
      case "mini/logout", "crew/logout" ->
          told(call("sessions/revocations", withSession(Json.object(), visitor), visitor));
      case "shop/signature" -> told(call("apps/shop/signatures", only(in, "url"), visitor));
      case "shop/explanation" ->
          told(
              call(
                  "apps/shop/signature-explanations",
                  only(in, "url", "timestamp", "nonceStr", "signature", "page_url"),
                  visitor));
      default -> throw new IllegalArgumentException("no action " + action);
    };
  }

  private static ObjectNode login(JsonNode in, Visitor visitor) {
    return only(in, "code", "raw_data", "signature", "encrypted_data", "iv")
        .put("client_ip", visitor.address());
  }

  /** The fields that are meant to be passed on, of whatever a page sent. */
  private static ObjectNode only(JsonNode in, String... names) {
    ObjectNode fields = Json.object();
    for (String name : names) {
      if (in.has(name)) {
        fields.set(name, in.get(name));
      }
    }
    return fields;
  }

  private static ObjectNode withSession(ObjectNode fields, Visitor visitor) {
    return fields.put("session", visitor.session() == null ? "" : visitor.session());
  }

  private static Told loggedIn(Exchange exchange) {
    Told told = told(exchange);
    return exchange.good()
        ? new Told(told.json(), exchange.answered().path("session").asText())
        : told;
  }

  private static Told told(Exchange exchange) {
    ObjectNode json = exchange.shown().put("good", exchange.good());
    return new Told(json, null);
  }

  private Exchange call(String resource, ObjectNode body, Visitor visitor) {
    String path = API + resource;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(lingpai + path))
            .timeout(ANSWER_WITHIN)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .header("Accept-Language", visitor.language().tag())
            .POST(BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8))
            .build();
    try {
      HttpResponse<String> answer =
          http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
      JsonNode answered = answer.body().isEmpty() ? Json.object() : Json.read(answer.body());
      return new Exchange(path, body, answer.statusCode(), answered);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
