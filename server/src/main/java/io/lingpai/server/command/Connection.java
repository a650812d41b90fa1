package io.lingpai.server.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.server.problem.Language;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A running server, spoken to as any client would. */
final class Connection {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  // A first read may wait for the vendor.
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

  private final URI server;
  private final String key;
  private final Language language;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT_WITHIN)
          .build();

  Connection(URI server, String key, Language language) {
    this.server = server;
    this.key = key;
    this.language = language;
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** An address made of these steps, each of which may be anything a user typed. */
  static String path(String... steps) {
    StringBuilder path = new StringBuilder("/api/v1");
    for (String step : steps) {
      path.append('/').append(URLEncoder.encode(step, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return path.toString();
  }

  JsonNode get(String path) {
    return ask(request(path).GET());
  }

  JsonNode post(String path, JsonNode body) {
    return ask(withBody("POST", path, body));
  }

  JsonNode patch(String path, JsonNode body) {
    return ask(withBody("PATCH", path, body));
  }

  void delete(String path) {
    ask(request(path).DELETE());
  }

  /** A whole list, all its pages as one: {@code {"NAME": [...]}}. */
  ObjectNode all(String path, String name) {
    ArrayNode items = MAPPER.createArrayNode();
    String after = "";
    while (true) {
      String cursor =
          after.isEmpty() ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
      JsonNode page = get(path + "?limit=500" + cursor);
      page.path(name).forEach(items::add);
      after = page.path("next").asText("");
      if (page.path("next").isNull() || after.isEmpty()) {
        ObjectNode whole = object();
        whole.set(name, items);
        return whole;
      }
    }
  }

  private HttpRequest.Builder request(String path) {
    try {
      return HttpRequest.newBuilder(URI.create(server + path))
          .timeout(ANSWER_WITHIN)
          .header("Authorization", "Bearer " + key)
          .header("Accept", "application/json, application/problem+json")
          .header("Accept-Language", language.tag());
    } catch (IllegalArgumentException e) {
      // The JDK would repeat the header, and with it the key.
      throw new WronglyUsed("the key has characters that no key has");
    }
  }

  private HttpRequest.Builder withBody(String method, String path, JsonNode body) {
    return request(path)
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8));
  }

  private JsonNode ask(HttpRequest.Builder builder) {
    HttpResponse<String> response = send(builder.build());
    int status = response.statusCode();
    JsonNode answer = parsed(response.body());
    if (status >= 200 && status < 300 && answer.isObject()) {
      return answer;
    }
    if (answer.has("title")) {
      throw new ProblemArrived(answer, server);
    }
    throw new Refused(
        server + " answered " + status + ", but not as Lingpai does: is it another program?");
  }

  private static JsonNode parsed(String body) {
    try {
      return body.isEmpty() ? object() : MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      return MAPPER.missingNode();
    }
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (ConnectException e) {
      throw new Refused(
          "no server answers at "
              + server
              + ": start it with `lingpai serve`, or say where it is"
              + " with --server or LINGPAI_SERVER",
          e);
    } catch (HttpTimeoutException e) {
      throw new Refused(server + " takes too long to answer", e);
    } catch (IOException e) {
      throw new Refused("talking to " + server + " failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused("interrupted", e);
    }
  }
}
