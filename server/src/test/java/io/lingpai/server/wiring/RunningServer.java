package io.lingpai.server.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lingpai.credential.VendorsDay;
import io.lingpai.sandbox.SampleApps;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.server.config.ConfigurationLoader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** A server that really runs, with the sandbox as its vendor. */
final class RunningServer implements AutoCloseable {

  static final String ADMIN = "lpk_root_" + "a".repeat(40);
  static final String OFFICIAL = "wx0000000000000001";
  static final String MINI = "wx0000000000000002";
  static final String SECRET = "0123456789abcdef0123456789abcdef";

  private static final ObjectMapper JSON = new ObjectMapper();

  final Sandbox sandbox;
  final Path data;
  final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMinutes(1))
          .build();
  Node node;
  private Map<String, String> settings;

  RunningServer(Path data, Map<String, String> more) throws Exception {
    this(data, more, Duration.ofHours(2));
  }

  RunningServer(Path data, Map<String, String> more, Duration life) throws Exception {
    this(data, more, life, 1);
  }

  /**
   * With vendors whose usual lives are shorter.
   *
   * @param life of the official account's tokens
   */
  RunningServer(Path data, Map<String, String> more, Duration life, double speed) throws Exception {
    this.data = data;
    this.sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .speed(speed)
                .app(WeChatApp.official(OFFICIAL, SECRET).living(life))
                .app(WeChatApp.mini(MINI, SECRET))
                .app(SampleApps.dingtalk()));
    this.settings = new HashMap<>(more);
    settings.putIfAbsent("LINGPAI_LISTEN", "127.0.0.1:0");
    settings.putIfAbsent("LINGPAI_DATA", data.toString());
    settings.putIfAbsent("LINGPAI_ADMIN_KEY", ADMIN);
    settings.putIfAbsent("LINGPAI_HOSTS_WECHAT_API", sandbox.baseUrl());
    settings.putIfAbsent("LINGPAI_HOSTS_DINGTALK_API", sandbox.baseUrl() + "/dingtalk/api");
    settings.putIfAbsent("LINGPAI_HOSTS_DINGTALK_OAPI", sandbox.baseUrl() + "/dingtalk/oapi");
    start();
  }

  /** What is counted by days is counted anew at the vendors' midnight: whoever is near it waits. */
  static void withinOneDay() {
    while (Instant.now().plusSeconds(20).isAfter(VendorsDay.endOf(Instant.now()))) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  void start() throws Exception {
    node = Node.start(ConfigurationLoader.load(null, settings, Map.of()).configuration());
  }

  void restart() throws Exception {
    node.close();
    start();
  }

  Map<String, String> settings() {
    return settings;
  }

  String url(String path) {
    return "http://127.0.0.1:" + node.port() + path;
  }

  /** Adds the sample official account under the name {@code shop}. */
  RunningServer withShop() throws Exception {
    Answer added =
        post(
            ADMIN,
            "/api/v1/apps",
            Map.of(
                "name",
                "shop",
                "platform",
                "wechat-official",
                "appid",
                OFFICIAL,
                "secret",
                SECRET));
    if (added.status() != 201) {
      throw new AssertionError(added);
    }
    return this;
  }

  /** Somebody who follows the sample official account. */
  String openid() {
    return sandbox.wechat().users(OFFICIAL).add(true);
  }

  /** The code that a web page gets when somebody lets it know them. */
  String webCode() {
    return sandbox.wechat().users(OFFICIAL).consents(openid(), "snsapi_userinfo");
  }

  String key(String... grants) throws Exception {
    Answer made = post(ADMIN, "/api/v1/keys", Map.of("name", "test", "grants", List.of(grants)));
    if (made.status() != 201) {
      throw new AssertionError(made);
    }
    return made.json().get("key").asText();
  }

  Answer get(String key, String path, String... headers) throws Exception {
    return send(request(key, path, headers).GET().build());
  }

  Answer post(String key, String path, Object body, String... headers) throws Exception {
    return send(
        request(key, path, headers)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build());
  }

  Answer patch(String key, String path, Object body) throws Exception {
    return changing("PATCH", key, path, body);
  }

  Answer put(String key, String path, Object body) throws Exception {
    return changing("PUT", key, path, body);
  }

  private Answer changing(String method, String key, String path, Object body) throws Exception {
    return send(
        request(key, path)
            .header("content-type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build());
  }

  Answer delete(String key, String path) throws Exception {
    return send(request(key, path).DELETE().build());
  }

  HttpRequest.Builder request(String key, String path, String... headers) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(url(path))).timeout(Duration.ofMinutes(2));
    if (!key.isEmpty()) {
      builder.header("authorization", "Bearer " + key);
    }
    if (headers.length > 0) {
      builder.headers(headers);
    }
    return builder;
  }

  Answer send(HttpRequest request) throws Exception {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    Map<String, String> headers =
        response.headers().map().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().getFirst()));
    return new Answer(response.statusCode(), headers, response.body());
  }

  record Answer(int status, Map<String, String> headers, String body) {
    /** The vendor's code in it; 0 if there is none. */
    int code() {
      return json().path("errcode").asInt();
    }

    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new AssertionError(body, e);
      }
    }
  }

  /** Everything in the data folder, as text, less the two files that are keys. */
  String dataAsText() throws Exception {
    StringBuilder all = new StringBuilder();
    try (var files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("master-key") && !file.endsWith("admin-key")) {
          all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return all.toString();
  }

  @Override
  public void close() {
    node.close();
    sandbox.close();
  }
}
