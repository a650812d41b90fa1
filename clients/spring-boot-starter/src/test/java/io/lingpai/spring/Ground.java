package io.lingpai.spring;

import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.ComponentDesk;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.sandbox.wechat.WeChatComponent;
import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.wiring.Node;
import io.lingpai.testkit.FreePort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sandbox as the vendor, a node with a shop, a counter and a platform, and keys for them. */
final class Ground implements AutoCloseable {

  static final String SHOP = "wx0000000000005b01";
  static final String COUNTER = "wx0000000000005b02";
  static final String ACCOUNT = "wx0000000000005b03";
  static final String PLATFORM = "wxc000000000005b04";
  static final String CLASSIC = "/cgi-bin/token";
  static final String STABLE = "/cgi-bin/stable_token";

  private static final String SECRET = "5b".repeat(16);
  private static final String ADMIN = "lpk_root_" + "a".repeat(40);
  private static final String CALLBACK_TOKEN = "callbacktoken";
  private static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
  private static final Pattern KEY = Pattern.compile("\"key\"\\s*:\\s*\"(lpk_[^\"]+)\"");

  final Sandbox sandbox;
  private final Node node;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Ground(Path data) throws Exception {
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .app(WeChatApp.official(SHOP, SECRET))
                .app(WeChatApp.mini(COUNTER, SECRET))
                .app(WeChatApp.official(ACCOUNT, SECRET)));
    node =
        Node.start(
            ConfigurationLoader.load(
                    null,
                    Map.of(
                        "LINGPAI_LISTEN",
                        "127.0.0.1:" + FreePort.next(),
                        "LINGPAI_DATA",
                        data.toString(),
                        "LINGPAI_ADMIN_KEY",
                        ADMIN,
                        "LINGPAI_HOSTS_WECHAT_API",
                        sandbox.baseUrl()),
                    Map.of())
                .configuration());
    app("shop", "wechat-official", SHOP, "");
    app("counter", "wechat-mini", COUNTER, "");
  }

  String url() {
    return "http://127.0.0.1:" + node.port();
  }

  /** The platform with one account, once Lingpai has its tokens. */
  ComponentDesk platform() throws Exception {
    String callbacks = url() + "/callbacks/platform";
    sandbox
        .wechat()
        .add(
            WeChatComponent.of(PLATFORM, SECRET)
                .rotating()
                .calledBackAt(callbacks, callbacks + "/$APPID$", CALLBACK_TOKEN, AES_KEY));
    app(
        "platform",
        "wechat-component",
        PLATFORM,
        ",\"callback\":{\"token\":\"%s\",\"aes_key\":\"%s\",\"mode\":\"secure\"}"
            .formatted(CALLBACK_TOKEN, AES_KEY));
    ComponentDesk desk = sandbox.wechat().component(PLATFORM);
    desk.pushTicket();
    await("the platform's token", () -> reads("platform", "component_access_token"));
    desk.authorizes(ACCOUNT);
    await("the account's token", () -> reads(ACCOUNT, "access_token"));
    return desk;
  }

  String key(String... grants) throws Exception {
    String body =
        "{\"name\":\"spring\",\"grants\":[\"%s\"]}".formatted(String.join("\",\"", grants));
    Matcher key = KEY.matcher(post("/api/v1/keys", body));
    if (!key.find()) {
      throw new AssertionError("no key");
    }
    return key.group(1);
  }

  /** What the vendor was asked for tokens of this app, by whomever. */
  long tokensAsked(String appid) {
    return sandbox.calls().count(CLASSIC, appid) + sandbox.calls().count(STABLE, appid);
  }

  private void app(String name, String platform, String appid, String more) throws Exception {
    post(
        "/api/v1/apps",
        "{\"name\":\"%s\",\"platform\":\"%s\",\"appid\":\"%s\",\"secret\":\"%s\"%s}"
            .formatted(name, platform, appid, SECRET, more));
  }

  private boolean reads(String app, String kind) {
    try {
      URI uri = URI.create(url() + "/api/v1/apps/" + app + "/credentials/" + kind);
      HttpRequest request =
          HttpRequest.newBuilder(uri).header("authorization", "Bearer " + ADMIN).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private String post(String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("authorization", "Bearer " + ADMIN)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private static void await(String what, BooleanSupplier there) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!there.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("did not come within a minute: " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  @Override
  public void close() {
    node.close();
    sandbox.close();
    http.close();
  }
}
