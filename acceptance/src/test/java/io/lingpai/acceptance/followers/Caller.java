package io.lingpai.acceptance.followers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Somebody with a key to one server. */
final class Caller implements AutoCloseable {

  static final String ADMIN = "lpk_root_" + "a".repeat(40);
  static final String TOKEN = "tokenOfTheShop";
  static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String base;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  Caller(String base) {
    this.base = base;
  }

  record Answer(int status, String location, JsonNode json) {}

  String base() {
    return base;
  }

  Answer get(String path) throws Exception {
    return get(ADMIN, path);
  }

  Answer get(String key, String path) throws Exception {
    return send(request(key, path).GET());
  }

  Answer post(String path, Object body) throws Exception {
    return post(ADMIN, path, body);
  }

  Answer post(String key, String path, Object body) throws Exception {
    return send(
        request(key, path)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
  }

  void add(String name, WeChatApp app) throws Exception {
    Map<String, Object> fields = new HashMap<>();
    fields.put("name", name);
    fields.put("platform", app.kind() == WeChatApp.Kind.MINI ? "wechat-mini" : "wechat-official");
    fields.put("appid", app.appid());
    fields.put("secret", app.secret());
    fields.put("keep", List.of());
    fields.put("callback", Map.of("token", TOKEN, "aes_key", AES_KEY, "mode", "secure"));
    expect(201, post("/api/v1/apps", fields));
  }

  void remove(String name) throws Exception {
    HttpResponse<String> answer =
        http.send(request(ADMIN, "/api/v1/apps/" + name).DELETE().build(), BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(answer.body());
    }
  }

  String key(String... grants) throws Exception {
    return expect(201, post("/api/v1/keys", Map.of("name", "acceptance", "grants", grants)))
        .json()
        .path("key")
        .asText();
  }

  /** The path where the import can be watched. */
  String beginImport(String app) throws Exception {
    return expect(202, post("/api/v1/apps/" + app + "/follower-imports", Map.of())).location();
  }

  JsonNode following(String unionid) throws Exception {
    return expect(200, get("/api/v1/followers?unionid=" + unionid)).json();
  }

  static Answer expect(int status, Answer answer) {
    if (answer.status() != status) {
      throw new AssertionError(answer);
    }
    return answer;
  }

  private HttpRequest.Builder request(String key, String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(Duration.ofSeconds(30))
        .header("authorization", "Bearer " + key);
  }

  private Answer send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    return new Answer(
        answer.statusCode(),
        answer.headers().firstValue("location").orElse(""),
        JSON.readTree(answer.body()));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
