package io.lingpai.acceptance.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.acceptance.stage.Client;
import io.lingpai.acceptance.stage.ServerProcess;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.fault.Fault;
import io.lingpai.sandbox.wechat.BehindTheScenes;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * <em>A secret never leaves</em>: after a busy run with everything that goes wrong, all the server
 * said and wrote is searched for every secret it ever held or was sent.
 */
class CanaryScanTest {

  private static final String ADMIN_SECRET = "Canary0Admin7Key4mQ2vX9bLr3TzWn8Hs6Kd5";
  private static final String ADMIN = "lpk_root_" + ADMIN_SECRET;
  private static final String SECRET = "5b5ec7e7c0ffee1234a5b6c7d8e9f012";
  private static final String MINI_SECRET = "5b5ec7e7deadbeef0f1e2d3c4b5a6978";
  private static final String WRONG_SECRET = "5b5ec7e7badbad00112233aabbccddee";
  private static final String CALLBACK_TOKEN = "CanaryCallbackToken3fK9";
  private static final String AES_KEY = "CanaryAesKey5d8Wq1Zx7Ly2Mv4Nb6Tr9Hj3Pk0Gs8F";
  private static final String SHOP = "wx00000000000000c1";
  private static final String MINI = "wx00000000000000c2";
  private static final String LOST = "wx00000000000000c3";
  private static final String TOKEN = "/api/v1/apps/shop/credentials/access_token";

  @TempDir Path data;

  private final Secrets secrets = new Secrets();
  private final Map<String, StringBuilder> heard = new TreeMap<>();
  private Sandbox sandbox;
  private ServerProcess server;
  private Client client;

  @BeforeEach
  void start() {
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .app(WeChatApp.official(SHOP, SECRET))
                .app(WeChatApp.mini(MINI, MINI_SECRET).living(Duration.ofSeconds(6)))
                .app(WeChatApp.official(LOST, "5b5ec7e7" + "0".repeat(24))));
    server = ServerProcess.start(data, settings());
    client = server.client();
    secrets.add("the administrator's key", ADMIN_SECRET);
    secrets.add("an app's secret", SECRET);
    secrets.add("another app's secret", MINI_SECRET);
    secrets.add("a wrong secret", WRONG_SECRET);
    secrets.add("a callback token", CALLBACK_TOKEN);
    secrets.add("a callback key", AES_KEY);
  }

  @AfterEach
  void stop() {
    server.close();
    sandbox.close();
  }

  private Map<String, String> settings() {
    return Map.of("LINGPAI_ADMIN_KEY", ADMIN, "LINGPAI_HOSTS_WECHAT_API", sandbox.baseUrl());
  }

  @Test
  void nothing_that_was_said_or_written_holds_a_secret() throws Exception {
    try (EventReader events = new EventReader(server.port(), ADMIN)) {
      addApps();
      List<String> keys = makeKeys();
      readAndRenew(keys);
      askLikeAnSdk(keys);
      comeWithoutAValidKey(keys);
      sendNonsense();
      letTheVendorFail();
      noteWhatTheVendorIssued();
      events.awaitText("\"kind\":\"jsapi_ticket\"");
      hear("events", events.text());
      watch();
    }
    secrets.add("the master key", Base64.getDecoder().decode(masterKey()));
    secrets.add("the master key in base64", masterKey());

    Map<String, Set<String>> whileRunning = scan();
    server.kill();
    Map<String, Set<String>> afterKill = scan();
    server = ServerProcess.start(data, settings());
    server.terminate();
    server.exitStatus();
    Map<String, Set<String>> afterStop = scan();

    assertThat(whileRunning).as("while running").isEmpty();
    assertThat(afterKill).as("after a kill").isEmpty();
    assertThat(afterStop).as("after a restart and a stop").isEmpty();
    assertThat(secrets.names()).hasSizeGreaterThan(20);
    assertThat(heard.keySet())
        .contains("events", "metrics", "audit", "problem 400", "problem 401", "problem 403")
        .contains("problem 404", "problem 409", "problem 413", "problem 502");
    assertThat(heard.get("audit")).contains("app.create", "key.create", "key.revoke");
    assertThat(server.said()).as("the last process's words").contains("ready on");
  }

  @Test
  void what_is_planted_is_found_where_it_was_planted() throws Exception {
    String planted = "PlantedCanary8u3Fz6Qy1Xw";
    secrets.add("planted", planted);
    client.post(ADMIN, "/api/v1/keys", Map.of("name", planted, "grants", List.of("watch")));
    hear("audit", client.get(ADMIN, "/api/v1/audit").body());
    Files.writeString(
        data.resolve("left-over"), Base64.getEncoder().encodeToString(("x" + planted).getBytes()));

    Map<String, Set<String>> found = scan();

    assertThat(found.get("audit")).containsExactly("planted");
    assertThat(found.get("data/left-over")).containsExactly("planted");
    assertThat(found.keySet()).anyMatch(place -> place.startsWith("data/lingpai.db"));
    assertThat(found).doesNotContainKey("log");
  }

  private void addApps() {
    Map<String, Object> shop = new LinkedHashMap<>(app("shop", SHOP, SECRET));
    shop.put("token_mode", "classic");
    shop.put("callback", Map.of("token", CALLBACK_TOKEN, "aes_key", AES_KEY, "mode", "secure"));
    expect(201, client.post(ADMIN, "/api/v1/apps", shop));
    Map<String, Object> mini = new LinkedHashMap<>(app("mini", MINI, MINI_SECRET));
    mini.put("platform", "wechat-mini");
    expect(201, client.post(ADMIN, "/api/v1/apps", mini));
    expect(201, client.post(ADMIN, "/api/v1/apps", app("lost", LOST, WRONG_SECRET)));
    expect(409, client.post(ADMIN, "/api/v1/apps", shop));
    expect(502, client.get(ADMIN, "/api/v1/apps/lost/credentials/access_token"));
    expect(200, client.patch(ADMIN, "/api/v1/apps/shop", Map.of("secret", SECRET)));
  }

  private static Map<String, Object> app(String name, String appid, String secret) {
    return Map.of("name", name, "platform", "wechat-official", "appid", appid, "secret", secret);
  }

  private List<String> makeKeys() {
    List<String> keys = new ArrayList<>();
    for (String grant : List.of("read:*", "renew:shop", "sign:shop", "watch", "read:mini")) {
      HttpResponse<String> made =
          expect(
              201,
              client.post(ADMIN, "/api/v1/keys", Map.of("name", "k", "grants", List.of(grant))));
      String key = Client.json(made).get("key").asText();
      secrets.add("the key for " + grant, key.substring(key.lastIndexOf('_') + 1));
      keys.add(key);
    }
    return keys;
  }

  private void readAndRenew(List<String> keys) {
    String reader = keys.get(0);
    for (String kind : List.of("access_token", "jsapi_ticket", "wx_card_ticket")) {
      JsonNode read =
          Client.json(expect(200, client.get(reader, TOKEN.replace("access_token", kind))));
      secrets.add("the first " + kind, read.get("value").asText());
    }
    String token = Client.json(client.get(reader, TOKEN)).get("value").asText();
    expect(200, client.post(keys.get(1), TOKEN + "/renewals", Map.of("rejected", token)));
    String never = "NeverOursCanary2k5Jd8Vb";
    secrets.add("a value that was never ours", never);
    expect(200, client.post(keys.get(1), TOKEN + "/renewals", Map.of("rejected", never)));
    for (int i = 0; i < 3; i++) {
      JsonNode renewed =
          Client.json(expect(200, client.post(ADMIN, TOKEN + "/renewals", Map.of())));
      secrets.add("forced token " + i, renewed.get("value").asText());
    }
    expect(
        200,
        client.post(
            keys.get(2), "/api/v1/apps/shop/signatures", Map.of("url", "https://a.example/?b=1")));
    // In the last second of so short a life there may be none to be had.
    ServerProcess.await(
        "the mini program's token",
        () ->
            client.get(keys.get(4), "/api/v1/apps/mini/credentials/access_token").statusCode()
                == 200);
    BehindTheScenes mini = sandbox.wechat().behind(MINI);
    ServerProcess.await(
        "planned renewals", () -> mini.tokensIssued(BehindTheScenes.Line.STABLE) >= 2);
  }

  private void askLikeAnSdk(List<String> keys) {
    String query = "?grant_type=client_credential&appid=" + SHOP + "&secret=";
    String granted = Client.json(get("/wechat/cgi-bin/token" + query + keys.get(0))).toString();
    assertThat(granted).contains("access_token");
    for (String wrong : List.of(ADMIN, keys.get(4), SECRET, "nonsense-" + WRONG_SECRET)) {
      assertThat(hearWire(get("/wechat/cgi-bin/token" + query + wrong))).contains("errcode");
    }
    String token = Client.json(client.get(keys.get(0), TOKEN)).get("value").asText();
    hearWire(get("/wechat/cgi-bin/ticket/getticket?type=jsapi&access_token=" + token + "x"));
    hearWire(get("/wechat/cgi-bin/user/info?access_token=" + token));
    hearWire(get("/wechat/cgi-bin/token" + query + keys.get(4) + "&debug=%0a%0dlevel=TRACE"));
  }

  private HttpResponse<String> get(String path) {
    return client.get("", path);
  }

  private String hearWire(HttpResponse<String> answer) {
    hear("wire refusals", answer.headers().map() + answer.body());
    return answer.body();
  }

  private void comeWithoutAValidKey(List<String> keys) {
    String unknown = "UnknownKeySecret9q3Wd7Rt1Yh5Mn8Bv2Cx4Zl";
    secrets.add("an unknown key", unknown);
    expect(401, client.get("lpk_nobody_" + unknown, TOKEN));
    expect(401, client.get("lpk_root_" + unknown, TOKEN));
    expect(401, client.get("odd-" + unknown, TOKEN));
    expect(403, client.get(keys.get(3), TOKEN));
    for (String header :
        List.of(keys.get(0), "Basic " + ADMIN_SECRET, "Bearer", unknown + " " + unknown)) {
      expect(401, client.send(client.request("", TOKEN).header("authorization", header)));
    }
    expect(404, get("/" + "no/such/address?secret=" + SECRET + "&key=" + ADMIN));
    String id = keys.get(4).split("_")[1];
    expect(204, client.delete(ADMIN, "/api/v1/keys/" + id));
    expect(401, client.get(keys.get(4), "/api/v1/apps/mini/credentials/access_token"));
  }

  private void sendNonsense() {
    String json = "{\"name\":\"x\",\"secret\":\"" + SECRET + "\"";
    for (String body :
        List.of(
            json,
            "[\"" + SECRET + "\"]",
            json + ",\"platform\":\"" + SECRET + "\"}",
            json + ",\"platform\":\"wechat-official\",\"appid\":\"" + AES_KEY + " \"}",
            json + ",\"secret\":\"" + WRONG_SECRET + "\"}",
            "%" + SECRET)) {
      expect(400, client.send(json("/api/v1/apps", body)));
    }
    expect(413, client.send(json("/api/v1/apps", SECRET.repeat(400_000))));
    expect(400, client.patch(ADMIN, "/api/v1/apps/shop", Map.of("token_mode", SECRET)));
    expect(
        400,
        client.send(
            client
                .request(ADMIN, "/api/v1/apps")
                .header("content-type", "text/plain")
                .header("x-debug", SECRET)
                .POST(BodyPublishers.ofString(json))));
    expect(400, client.get(ADMIN, TOKEN + "?newer_than=" + SECRET + "&wait=" + ADMIN_SECRET));
    expect(
        400,
        client.post(
            ADMIN,
            "/api/v1/keys",
            Map.of("name", "k", "grants", List.of("read:shop"), "secret", SECRET)));
  }

  private java.net.http.HttpRequest.Builder json(String path, String body) {
    return client
        .request(ADMIN, path)
        .header("content-type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private void letTheVendorFail() {
    for (Fault fault :
        List.of(
            Fault.answersMinusOne(),
            Fault.losesTheAnswer(),
            Fault.losesTheRequest(),
            Fault.cutsTheBody(),
            Fault.answersGarbage(),
            Fault.answersStatus(502),
            Fault.refuses(40125),
            Fault.refuses(40164),
            Fault.refuses(89503),
            Fault.isDown())) {
      sandbox.next(fault.on("/cgi-bin/token"));
      hearProblem(client.post(ADMIN, TOKEN + "/renewals", Map.of()));
      hear("app", client.get(ADMIN, "/api/v1/apps/shop").body());
      sandbox.faults().clear();
    }
    sandbox.wechat().behind(SHOP).killToken();
    hearProblem(client.post(ADMIN, TOKEN + "/renewals", Map.of()));
  }

  private void noteWhatTheVendorIssued() {
    for (String appid : List.of(SHOP, MINI)) {
      BehindTheScenes behind = sandbox.wechat().behind(appid);
      for (BehindTheScenes.Line line : BehindTheScenes.Line.values()) {
        behind.currentToken(line).ifPresent(it -> secrets.add(appid + "'s " + line, it));
        behind.previousToken(line).ifPresent(it -> secrets.add(appid + "'s last " + line, it));
      }
      for (String type : List.of("jsapi", "wx_card")) {
        behind.currentTicket(type).ifPresent(it -> secrets.add(appid + "'s " + type, it));
      }
    }
  }

  private void watch() throws IOException {
    hear("metrics", expect(200, client.get(ADMIN, "/metrics")).body());
    for (String path :
        List.of("audit?limit=200", "apps", "keys", "status", "apps/shop", "apps/shop/usage")) {
      String name = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
      hear(name, expect(200, client.get(ADMIN, "/api/v1/" + path)).body());
    }
    hear("the process list", Files.readString(Path.of("/proc", server.pid() + "", "cmdline")));
  }

  private String masterKey() throws IOException {
    return Files.readString(data.resolve("master-key")).strip();
  }

  private HttpResponse<String> expect(int status, HttpResponse<String> answer) {
    hearProblem(answer);
    assertThat(answer.statusCode())
        .as("%s %s", answer.request().method(), answer.body())
        .isEqualTo(status);
    return answer;
  }

  private void hearProblem(HttpResponse<String> answer) {
    if (answer.statusCode() >= 400) {
      hear("problem " + answer.statusCode(), answer.headers().map() + answer.body());
    }
  }

  private void hear(String place, String text) {
    heard.computeIfAbsent(place, unused -> new StringBuilder()).append(text).append('\n');
  }

  /** What was found, by place; an empty map is what we want. */
  private Map<String, Set<String>> scan() {
    Map<String, Set<String>> found = new TreeMap<>();
    heard.forEach((place, text) -> found.put(place, secrets.in(text.toString())));
    found.put("log", secrets.in(server.said()));
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("master-key") && !file.endsWith("admin-key")) {
          found.put("data/" + data.relativize(file), secrets.in(Files.readAllBytes(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.values().removeIf(Set::isEmpty);
    return found;
  }
}
