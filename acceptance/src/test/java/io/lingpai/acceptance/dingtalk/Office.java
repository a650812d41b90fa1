package io.lingpai.acceptance.dingtalk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lingpai.sandbox.SampleApps;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.dingtalk.Company;
import io.lingpai.sandbox.dingtalk.Desk;
import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.wiring.Node;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A company at DingTalk, played by the sandbox, and a node that serves its app {@code crew}. */
final class Office implements AutoCloseable {

  static final String ADMIN = "lpk_root_" + "a".repeat(40);
  static final String PAGE = "https://crew.example.com/h5/index.html?name=%E5%BC%A0#/home";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final Sandbox sandbox;
  final Desk crew;
  final Company company;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Path data;
  private final Map<String, String> more;
  private Node node;

  Office(Path data) throws Exception {
    this(data, 1, Map.of());
  }

  /** With a vendor whose lives are shorter. */
  Office(Path data, double speed) throws Exception {
    this(data, speed, Map.of());
  }

  /**
   * With more settings.
   *
   * @param more as in the environment
   */
  Office(Path data, double speed, Map<String, String> more) throws Exception {
    this.data = data;
    this.more = Map.copyOf(more);
    sandbox = Sandbox.start(SandboxOptions.defaults().speed(speed).app(SampleApps.dingtalk()));
    crew = sandbox.dingtalk().app(SampleApps.CREW);
    company = crew.company();
    start();
    add("crew", Map.of());
  }

  void start() throws Exception {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("LINGPAI_LISTEN", "127.0.0.1:0");
    settings.put("LINGPAI_DATA", data.toString());
    settings.put("LINGPAI_ADMIN_KEY", ADMIN);
    settings.put("LINGPAI_HOSTS_DINGTALK_API", sandbox.baseUrl() + "/dingtalk/api");
    settings.put("LINGPAI_HOSTS_DINGTALK_OAPI", sandbox.baseUrl() + "/dingtalk/oapi");
    node = Node.start(ConfigurationLoader.load(null, settings, Map.of()).configuration());
  }

  void stop() {
    node.close();
  }

  /** Where the node listens, without a slash at the end. */
  String url() {
    return "http://127.0.0.1:" + node.port();
  }

  String key(String... grants) {
    Answer made = post("/api/v1/keys", Map.of("name", "sdk", "grants", List.of(grants)));
    return made.json().path("key").asText();
  }

  void add(String name, Map<String, Object> more) {
    Map<String, Object> app = new HashMap<>();
    app.put("name", name);
    app.put("platform", "dingtalk");
    app.put("app_key", SampleApps.CREW);
    app.put("app_secret", SampleApps.CREW_SECRET);
    app.put("corp_id", SampleApps.CREW_COMPANY);
    app.put("agent_id", SampleApps.CREW_AGENT);
    app.put("keep", List.of());
    app.putAll(more);
    Answer added = post("/api/v1/apps", app);
    if (added.status() != 201) {
      throw new AssertionError(added);
    }
  }

  record Answer(int status, JsonNode json) {
    String problem() {
      return json.path("type").asText();
    }

    int legacyCode() {
      return json.path("legacy_code").asInt();
    }
  }

  /** Somebody opens the page, which logs them in. */
  Answer login(String userid) {
    return login(Map.of("auth_code", crew.opens(userid), "url", PAGE));
  }

  Answer login(Map<String, ?> body) {
    return post("/api/v1/apps/crew/employee-logins", body);
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer post(String path, Map<String, ?> body) {
    return send(request(path).POST(BodyPublishers.ofString(text(body))));
  }

  Answer patch(String path, Map<String, ?> body) {
    return send(request(path).method("PATCH", BodyPublishers.ofString(text(body))));
  }

  /**
   * A call of DingTalk's older host, through the node, by a program that has a key.
   *
   * @param body null for GET
   */
  JsonNode oapi(String key, String path, Map<String, ?> body) {
    String base = "/dingtalk/oapi";
    String asking = base + "/gettoken?appkey=" + SampleApps.CREW + "&appsecret=" + key;
    String token = get(asking).json().path("access_token").asText();
    String call = base + path + "?access_token=" + token;
    return (body == null ? get(call) : post(call, body)).json();
  }

  JsonNode introspect(String session) {
    return post("/api/v1/sessions/introspections", Map.of("session", session)).json();
  }

  /** Synchronizes, and waits until that is over. */
  JsonNode synchronize() {
    Answer begun = post("/api/v1/apps/crew/directory-syncs", Map.of());
    if (begun.status() != 202) {
      throw new AssertionError(begun);
    }
    String path = "/api/v1/apps/crew/directory-syncs/" + begun.json().path("id").asText();
    return await(() -> get(path).json(), sync -> !sync.path("state").asText().equals("running"));
  }

  /** Looks again and again until it is as it should be. */
  static <T> T await(Supplier<T> look, Predicate<T> asItShouldBe) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    T seen = look.get();
    while (!asItShouldBe.test(seen)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain; last seen: " + seen);
      }
      LockSupport.parkNanos(20_000_000);
      seen = look.get();
    }
    return seen;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url() + path))
        .timeout(PATIENCE)
        .header("content-type", "application/json")
        .header("authorization", "Bearer " + ADMIN);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String text(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    node.close();
    sandbox.close();
    http.close();
  }
}
