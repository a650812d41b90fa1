package io.lingpai.acceptance.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.wiring.Node;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One node with one vendor behind it, its administrator, and a key that may proxy. */
final class Surface implements AutoCloseable {

  private static final String ADMIN = "lpk_root_" + "a".repeat(40);
  private static final ObjectMapper JSON = new ObjectMapper();

  final Node node;
  final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMinutes(1))
          .build();

  Surface(Path data, String vendor) throws Exception {
    this(data, vendor, Map.of());
  }

  Surface(Path data, String vendor, Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>(more);
    settings.putIfAbsent("LINGPAI_LISTEN", "127.0.0.1:0");
    settings.put("LINGPAI_DATA", data.toString());
    settings.put("LINGPAI_ADMIN_KEY", ADMIN);
    settings.put("LINGPAI_HOSTS_WECHAT_API", vendor);
    node = Node.start(ConfigurationLoader.load(null, settings, Map.of()).configuration());
  }

  String base() {
    return "http://127.0.0.1:" + node.port() + "/wechat";
  }

  void add(String name, String platform, String appid, String secret, String mode)
      throws Exception {
    administer(
        "/api/v1/apps",
        Map.of(
            "name", name,
            "platform", platform,
            "appid", appid,
            "secret", secret,
            "token_mode", mode));
  }

  /** A third-party platform, whose pushes come to {@code /callbacks/NAME}. */
  void addPlatform(String name, String appid, String secret, String token, String aesKey)
      throws Exception {
    administer(
        "/api/v1/apps",
        Map.of(
            "name", name,
            "platform", "wechat-component",
            "appid", appid,
            "secret", secret,
            "callback", Map.of("token", token, "aes_key", aesKey, "mode", "secure")));
  }

  String key(String... grants) throws Exception {
    return administer("/api/v1/keys", Map.of("name", "proxy", "grants", List.of(grants)))
        .get("key")
        .asText();
  }

  JsonNode renew(String app) throws Exception {
    return administer("/api/v1/apps/" + app + "/credentials/access_token/renewals", Map.of());
  }

  /** A virtual token, as an SDK asks for it. */
  String token(String appid, String key) throws Exception {
    String answer =
        get("/cgi-bin/token?grant_type=client_credential&appid=" + appid + "&secret=" + key);
    return JSON.readTree(answer).path("access_token").asText();
  }

  String get(String path) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(base() + path))
                .timeout(Duration.ofSeconds(60))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  String metrics() throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/metrics"))
                .header("authorization", "Bearer " + ADMIN)
                .timeout(Duration.ofSeconds(60))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  static JsonNode read(String json) throws IOException {
    return JSON.readTree(json);
  }

  private JsonNode administer(String path, Object body) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                .header("authorization", "Bearer " + ADMIN)
                .header("content-type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() {
    http.close();
    node.close();
  }
}
