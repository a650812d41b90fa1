package io.lingpai.acceptance.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lingpai.acceptance.programs.LineService;
import io.lingpai.acceptance.programs.Needs;
import io.lingpai.acceptance.programs.NodePackages;
import io.lingpai.acceptance.programs.PhpLibraries;
import io.lingpai.acceptance.programs.Program;
import io.lingpai.acceptance.stage.Await;
import io.lingpai.acceptance.stage.Caller;
import io.lingpai.acceptance.stage.Launch;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.BehindTheScenes;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.wiring.Node;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * EasyWeChat's cache in Redis, with PHP and with Node: what is published there is read, and what it
 * wrote there by itself is taken over.
 *
 * <p>With {@code -Dlingpai.easywechat=FOLDER}, EasyWeChat itself stands above PHP's cache.
 */
class EasyWechatReadsRedisTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "lpk_what_the_client_holds";
  private static final String SECRET = "5b5ec7e70000000000000000000000a7";
  private static final String SHOP = "wx00000000000000a7";
  private static final String MINI = "wx00000000000000a8";
  private static final String NEWS = "wx00000000000000a9";
  private static final String BLOG = "wx00000000000000aa";
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String NO_VENDOR = "http://127.0.0.1:1/";

  // Of Redis: what Lingpai publishes to, and what the services used before.
  private static final String OURS = "0";
  private static final String THEIRS = "1";
  private static final String OTHERS = "2";

  private static RunningRedis redis;
  private static Sandbox sandbox;
  private static Node node;
  private static Caller caller;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    redis = new RunningRedis();
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .app(WeChatApp.official(SHOP, SECRET))
                .app(WeChatApp.mini(MINI, SECRET))
                .app(WeChatApp.official(NEWS, SECRET))
                .app(WeChatApp.official(BLOG, SECRET)));
    node = node(folder);
    caller = new Caller("http://127.0.0.1:" + node.port());
    add("shop", WeChatApp.official(SHOP, SECRET), "access_token", "jsapi_ticket");
    add("counter", WeChatApp.mini(MINI, SECRET), "access_token");
    Await.until(
        "all that is kept stands in Redis",
        SOON,
        () -> stands("shop/access_token", "shop/jsapi_ticket", "counter/access_token"));
  }

  /** As the publisher notes it, which is after it wrote. */
  private static boolean stands(String... credentials) {
    return Stream.of(credentials).allMatch(it -> redis.client().exists("lingpai:published:" + it));
  }

  private static Node node(Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("lingpai.yaml"),
            """
            listen: 127.0.0.1:0
            data: %s
            hosts: { wechat-api: "%s" }
            redis:
              url: redis://127.0.0.1:%d/%s
              publish:
                - { layout: easywechat, codec: php, prefix: php, key: %s }
                - { layout: easywechat, codec: string, prefix: node, key: %s }
            """
                .formatted(folder.resolve("data"), sandbox.baseUrl(), redis.port, OURS, KEY, KEY));
    return Node.start(
        ConfigurationLoader.load(file, Map.of("LINGPAI_ADMIN_KEY", Caller.ADMIN), Map.of())
            .configuration());
  }

  @AfterAll
  static void stop() throws Exception {
    caller.close();
    node.close();
    sandbox.close();
    redis.close();
  }

  @Test
  @Needs(Program.PHP)
  @ExtendWith(PhpLibraries.class)
  void with_php_it_reads_what_is_published_and_fetches_nothing() throws Exception {
    try (LineService service = php(OURS, "php", KEY, NO_VENDOR)) {
      reads(service);
      if (PhpLibraries.easywechat().isPresent()) {
        assertThat(service.ask("signature " + SHOP + " https://shop.example.com/")).hasSize(40);
      }
    }
  }

  @Test
  @Needs({Program.NODE, Program.NPM})
  @ExtendWith(NodePackages.class)
  void with_node_it_reads_what_is_published_and_fetches_nothing() throws Exception {
    try (LineService service = node(OURS, "node:", KEY, NO_VENDOR)) {
      reads(service);
    }
  }

  private static void reads(LineService service) throws Exception {
    long before = sandbox.calls().total();
    BehindTheScenes shop = sandbox.wechat().behind(SHOP);

    for (String stable : List.of("0", "1")) {
      assertThat(shop.accepts(service.ask("token official_account " + SHOP + " " + stable)))
          .isTrue();
      assertThat(
              sandbox
                  .wechat()
                  .behind(MINI)
                  .accepts(service.ask("token mini_app " + MINI + " " + stable)))
          .isTrue();
    }
    assertThat(service.ask("ticket " + SHOP)).isEqualTo(shop.currentTicket("jsapi").orElseThrow());
    assertThat(sandbox.calls().total()).isEqualTo(before);
  }

  @Test
  @Needs(Program.PHP)
  @ExtendWith(PhpLibraries.class)
  void what_it_wrote_with_php_is_taken_over() throws Exception {
    try (LineService before = php(THEIRS, "easywechat", SECRET, sandbox.baseUrl() + "/");
        LineService after = php(OURS, "php", KEY, NO_VENDOR)) {
      isTakenOver("news", NEWS, THEIRS, before, after);
    }
  }

  @Test
  @Needs({Program.NODE, Program.NPM})
  @ExtendWith(NodePackages.class)
  void what_it_wrote_with_node_is_taken_over() throws Exception {
    try (LineService before = node(OTHERS, "", SECRET, sandbox.baseUrl() + "/");
        LineService after = node(OURS, "node:", KEY, NO_VENDOR)) {
      isTakenOver("blog", BLOG, OTHERS, before, after);
    }
  }

  private static void isTakenOver(
      String app, String appid, String database, LineService before, LineService after)
      throws Exception {
    String token = before.ask("token official_account " + appid + " 0");
    String ticket = before.ask("ticket " + appid);
    add(app, WeChatApp.official(appid, SECRET));
    long calls = sandbox.calls().total();

    assertThat(imported(database)).containsExactly("taken", "taken");

    assertThat(held(app, "access_token")).isEqualTo(token);
    assertThat(held(app, "jsapi_ticket")).isEqualTo(ticket);
    Await.until(
        "what was taken over stands in Redis",
        SOON,
        () -> stands(app + "/access_token", app + "/jsapi_ticket"));
    assertThat(after.ask("token official_account " + appid + " 0")).isEqualTo(token);
    assertThat(after.ask("ticket " + appid)).isEqualTo(ticket);
    assertThat(sandbox.calls().total()).isEqualTo(calls);
  }

  private static LineService php(String database, String namespace, String secret, String base)
      throws Exception {
    return LineService.php(secret, List.of("" + redis.port, database, namespace, base));
  }

  private static LineService node(String database, String prefix, String secret, String base)
      throws Exception {
    return LineService.node(secret, List.of("" + redis.port, database, prefix, base));
  }

  /** Runs the import, and says what came of each value it found. */
  private static List<String> imported(String database) throws Exception {
    List<String> command =
        Launch.with(
            "import",
            "easywechat-redis",
            "--redis",
            "127.0.0.1:" + redis.port + "/" + database,
            "--server",
            "http://127.0.0.1:" + node.port(),
            "--output",
            "json");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LINGPAI_KEY", Caller.ADMIN);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).doesNotContain(SECRET);
    return JSON.readTree(said).path("found").findValuesAsText("outcome");
  }

  private static String held(String app, String kind) throws Exception {
    return caller.get(Caller.ADMIN, "/api/v1/apps/" + app + "/credentials/" + kind).value();
  }

  private static void add(String name, WeChatApp app, String... keep) throws Exception {
    caller.add(name, app, Map.of("token_mode", "classic", "keep", List.of(keep)));
  }
}
