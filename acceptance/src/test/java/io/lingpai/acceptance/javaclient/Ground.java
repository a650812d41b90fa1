package io.lingpai.acceptance.javaclient;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lingpai.client.LingpaiClient;
import io.lingpai.client.LingpaiClientBuilder;
import io.lingpai.sandbox.SampleApps;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.dingtalk.Desk;
import io.lingpai.sandbox.wechat.BehindTheScenes;
import io.lingpai.sandbox.wechat.ComponentDesk;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.sandbox.wechat.WeChatComponent;
import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.wiring.Node;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The sandbox as the vendor, some nodes, and what an administrator and a service do there. */
final class Ground implements AutoCloseable {

  private static final Set<Integer> DEAD = Set.of(40001, 40014, 42001);
  private static final String ADMIN = "lpk_root_" + "a".repeat(40);
  private static final String PLATFORM_SECRET = "c".repeat(32);
  private static final String CALLBACK_TOKEN = "callbacktoken";
  private static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger APPS = new AtomicInteger();

  final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().app(SampleApps.dingtalk()));
  final List<Node> nodes = new ArrayList<>();
  private final List<LingpaiClient> clients = new ArrayList<>();
  private String lastKey = "";
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  Node node(Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>(more);
    settings.putIfAbsent("LINGPAI_LISTEN", "127.0.0.1:0");
    settings.put("LINGPAI_ADMIN_KEY", ADMIN);
    settings.put("LINGPAI_HOSTS_WECHAT_API", sandbox.baseUrl());
    settings.put("LINGPAI_HOSTS_DINGTALK_API", sandbox.baseUrl() + "/dingtalk/api");
    settings.put("LINGPAI_HOSTS_DINGTALK_OAPI", sandbox.baseUrl() + "/dingtalk/oapi");
    Node node = Node.start(ConfigurationLoader.load(null, settings, Map.of()).configuration());
    nodes.add(node);
    return node;
  }

  /** A client of all nodes, whose key may do all of this. */
  LingpaiClient client(String... grants) throws Exception {
    LingpaiClient client = begun(grants).build();
    clients.add(client);
    return client;
  }

  LingpaiClient listeningClient(String... grants) throws Exception {
    LingpaiClient client = begun(grants).listening().build();
    clients.add(client);
    return client;
  }

  private LingpaiClientBuilder begun(String... grants) throws Exception {
    JsonNode key = post("/api/v1/keys", Map.of("name", "java", "grants", grants));
    lastKey = key.path("id").asText();
    return LingpaiClient.at(nodes.stream().map(Ground::base).toArray(String[]::new))
        .key(key.path("key").asText());
  }

  /** Revokes the key of the client that was made last. */
  void revokeLastKey() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base(nodes.getFirst()) + "/api/v1/keys/" + lastKey))
            .header("authorization", "Bearer " + ADMIN)
            .DELETE()
            .build();
    int status = http.send(request, BodyHandlers.discarding()).statusCode();
    if (status >= 300) {
      throw new AssertionError(status);
    }
  }

  /** An app that nobody else knows, known here by this name. */
  WeChatApp app(String name, boolean mini, Duration life) throws Exception {
    WeChatApp app = unknown(mini).living(life);
    sandbox.wechat().add(app);
    post(
        "/api/v1/apps",
        Map.of(
            "name",
            name,
            "platform",
            mini ? "wechat-mini" : "wechat-official",
            "appid",
            app.appid(),
            "secret",
            app.secret(),
            "token_mode",
            "classic",
            "keep",
            List.of()));
    return app;
  }

  /** A company's app at DingTalk, known here by this name. */
  Desk company(String name) throws Exception {
    post(
        "/api/v1/apps",
        Map.of(
            "name",
            name,
            "platform",
            "dingtalk",
            "app_key",
            SampleApps.CREW,
            "app_secret",
            SampleApps.CREW_SECRET,
            "corp_id",
            SampleApps.CREW_COMPANY,
            "agent_id",
            SampleApps.CREW_AGENT,
            "keep",
            List.of()));
    return sandbox.dingtalk().app(SampleApps.CREW);
  }

  /** An account that only the vendor knows. */
  WeChatApp account(boolean mini, Duration life) {
    WeChatApp app = unknown(mini).living(life);
    sandbox.wechat().add(app);
    return app;
  }

  private static WeChatApp unknown(boolean mini) {
    int number = APPS.incrementAndGet();
    String appid = "wxc%015x".formatted(number);
    String secret = "%032x".formatted(0xcc000 + number);
    return mini ? WeChatApp.mini(appid, secret) : WeChatApp.official(appid, secret);
  }

  /** A third-party platform that the vendor calls back, with the first ticket pushed. */
  ComponentDesk platform(String name, String appid, Duration life) throws Exception {
    String callbacks = base(nodes.getFirst()) + "/callbacks/" + name;
    sandbox
        .wechat()
        .add(
            WeChatComponent.of(appid, PLATFORM_SECRET)
                .rotating()
                .living(life)
                .calledBackAt(callbacks, callbacks + "/$APPID$", CALLBACK_TOKEN, AES_KEY));
    post(
        "/api/v1/apps",
        Map.of(
            "name",
            name,
            "platform",
            "wechat-component",
            "appid",
            appid,
            "secret",
            PLATFORM_SECRET,
            "callback",
            Map.of("token", CALLBACK_TOKEN, "aes_key", AES_KEY, "mode", "secure")));
    ComponentDesk desk = sandbox.wechat().component(appid);
    desk.pushTicket();
    return desk;
  }

  BehindTheScenes behind(WeChatApp app) {
    return sandbox.wechat().behind(app.appid());
  }

  void renew(String app) throws Exception {
    post("/api/v1/apps/" + app + "/credentials/access_token/renewals", Map.of());
  }

  /** What the vendor says to a business call with this token: 0 is well. */
  int vendorSays(String token, WeChatApp app) throws IOException {
    String user = sandbox.wechat().users(app.appid()).openids().getFirst();
    String query = "?access_token=" + token + "&openid=" + user;
    URI uri = URI.create(sandbox.baseUrl() + "/cgi-bin/user/info" + query);
    try {
      String body = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
      return JSON.readTree(body).path("errcode").asInt();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  static boolean dead(int code) {
    return DEAD.contains(code);
  }

  private JsonNode post(String path, Map<String, ?> body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base(nodes.getFirst()) + path))
            .header("authorization", "Bearer " + ADMIN)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  private static String base(Node node) {
    return "http://127.0.0.1:" + node.port();
  }

  @Override
  public void close() {
    clients.forEach(LingpaiClient::close);
    nodes.forEach(Node::close);
    sandbox.close();
    http.shutdownNow();
  }
}
