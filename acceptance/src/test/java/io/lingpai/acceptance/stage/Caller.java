package io.lingpai.acceptance.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** Whoever calls one node's native API. Safe for many threads. */
public final class Caller implements AutoCloseable {

  public static final String ADMIN = "lpk_root_" + "a".repeat(40);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String base;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMinutes(1))
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  public Caller(String base) {
    this.base = base;
  }

  public record Answer(int status, HttpResponse<String> whole) {
    public String body() {
      return whole.body();
    }

    public JsonNode json() {
      try {
        return JSON.readTree(body());
      } catch (JsonProcessingException e) {
        throw new AssertionError(body(), e);
      }
    }

    public String value() {
      return json().path("value").asText();
    }

    /** Where the answer sends its reader. */
    public String location() {
      return whole.headers().firstValue("location").orElse("");
    }

    public String problem() {
      return json().path("type").asText();
    }

    @Override
    public String toString() {
      return status + " " + body();
    }
  }

  public String base() {
    return base;
  }

  public Answer get(String key, String path) throws IOException, InterruptedException {
    return send(request(key, path).GET());
  }

  public Answer post(String key, String path, Object body)
      throws IOException, InterruptedException {
    return send(
        request(key, path)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
  }

  public Answer delete(String key, String path) throws IOException, InterruptedException {
    return send(request(key, path).DELETE());
  }

  public Answer patch(String path, Object body) throws IOException, InterruptedException {
    return send(
        request(ADMIN, path)
            .header("content-type", "application/json")
            .method("PATCH", BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
  }

  /** A call without a key of ours: to the vendor, which knows none. */
  public Answer open(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE).GET());
  }

  /** The app's token. */
  public Answer read(String key, String app) throws IOException, InterruptedException {
    return get(key, "/api/v1/apps/" + app + "/credentials/access_token");
  }

  /** Says that this value is dead. */
  public Answer report(String key, String app, String rejected)
      throws IOException, InterruptedException {
    return post(
        key,
        "/api/v1/apps/" + app + "/credentials/access_token/renewals",
        Map.of("rejected", rejected));
  }

  /** An administrator's renewal. */
  public Answer renew(String app) throws IOException, InterruptedException {
    return post(ADMIN, "/api/v1/apps/" + app + "/credentials/access_token/renewals", Map.of());
  }

  public String key(String... grants) throws IOException, InterruptedException {
    return expect(201, post(ADMIN, "/api/v1/keys", Map.of("name", "acceptance", "grants", grants)))
        .json()
        .path("key")
        .asText();
  }

  /** Adds an app that nothing is fetched for until somebody asks. */
  public void add(String name, WeChatApp app, String mode)
      throws IOException, InterruptedException {
    add(name, app, Map.of("token_mode", mode, "keep", List.of()));
  }

  public void add(String name, WeChatApp app, Map<String, Object> more)
      throws IOException, InterruptedException {
    Map<String, Object> fields = new HashMap<>(more);
    fields.put("name", name);
    fields.put("platform", app.kind() == WeChatApp.Kind.MINI ? "wechat-mini" : "wechat-official");
    fields.put("appid", app.appid());
    fields.putIfAbsent("secret", app.secret());
    expect(201, post(ADMIN, "/api/v1/apps", fields));
  }

  /** The answer, if it has this status. */
  public static Answer expect(int status, Answer answer) {
    if (answer.status() != status) {
      throw new AssertionError(answer);
    }
    return answer;
  }

  private HttpRequest.Builder request(String key, String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(PATIENCE)
        .header("authorization", "Bearer " + key);
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> whole = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(whole.statusCode(), whole);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
