package io.lingpai.acceptance.followers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.acceptance.stage.Await;
import io.lingpai.acceptance.stage.Caller;
import io.lingpai.acceptance.stage.RealPostgres;
import io.lingpai.acceptance.stage.RestartableServer;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.fault.Fault;
import io.lingpai.sandbox.wechat.Users;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.server.wiring.Node;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row C7: those who followed before anybody told. */
class FollowerImportTest {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String SHOP = "wx00000000000f0011";
  private static final String BATCHES = "/cgi-bin/user/info/batchget";
  private static final String LIST = "/cgi-bin/user/get";
  private static final Map<String, String> FAST = Map.of("LINGPAI_FOLLOWERS_CALL_EVERY", "5ms");

  @TempDir private Path data;
  private Sandbox sandbox;

  @BeforeEach
  void open() {
    sandbox = Sandbox.start(SandboxOptions.defaults());
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  private WeChatApp shop(int followers) {
    WeChatApp app =
        WeChatApp.official(SHOP, "e".repeat(32)).boundToOpenPlatform().followedBy(followers);
    sandbox.wechat().add(app);
    return app;
  }

  @Test
  void an_import_of_25000_survives_a_kill_and_asks_nobody_twice() throws Exception {
    WeChatApp shop = shop(25_000);
    try (RestartableServer server = Server.process(data, sandbox, FAST);
        Desk caller = new Desk(server.base())) {
      Await.until("the server", SOON, () -> answers(caller));
      caller.add("shop", shop);
      long began = System.nanoTime();
      String path = caller.beginImport("shop");
      Await.until("half of it", PATIENCE, () -> done(caller, path) >= 11_000);

      server.kill();
      long before = sandbox.calls().count(BATCHES);
      server.start();
      long killed = System.nanoTime();
      Await.until("the server", SOON, () -> answers(caller));
      Await.until("its going on", SOON, () -> sandbox.calls().count(BATCHES) > before);
      long back = Duration.ofNanos(System.nanoTime() - killed).toMillis();
      Await.until("the end", PATIENCE, () -> !state(caller, path).equals("running"));

      JsonNode end = caller.get(path).json();
      System.out.printf(
          "25,000 followers in %d ms, %d batches, %d pages, going on %d ms after the restart: %s%n",
          Duration.ofNanos(System.nanoTime() - began).toMillis(),
          sandbox.calls().count(BATCHES),
          sandbox.calls().count(LIST),
          back,
          end);
      assertThat(end.path("state").asText()).isEqualTo("done");
      assertThat(end.path("done").asInt()).isEqualTo(25_000);
      assertThat(end.path("total").asInt()).isEqualTo(25_000);
      // The batch that was on its way at the kill may be asked again.
      assertThat(sandbox.calls().count(BATCHES)).isBetween(250L, 252L);
      List<String> openids = sandbox.wechat().users(SHOP).openids();
      for (int i : new int[] {0, 9_999, 10_000, 24_999}) {
        JsonNode known = explained(caller, openids.get(i));
        JsonNode following = caller.following(known.path("unionid").asText());
        assertThat(following.path("following").asBoolean()).isTrue();
        assertThat(following.at("/accounts/0/openid").asText()).isEqualTo(openids.get(i));
      }
    }
  }

  @Test
  void comparing_again_notices_who_left_untold() throws Exception {
    WeChatApp shop = shop(350);
    try (Node node = Server.node(data, sandbox, FAST);
        Desk caller = new Desk("http://127.0.0.1:" + node.port())) {
      caller.add("shop", shop);
      ended(caller, caller.beginImport("shop"));
      Users users = sandbox.wechat().users(SHOP);
      String gone = users.openids().get(7);
      String unionid = explained(caller, gone).path("unionid").asText();
      users.follow(gone, false);
      String fresh = users.add(true);

      JsonNode end = ended(caller, caller.beginImport("shop"));

      assertThat(end.path("gone").asInt()).isEqualTo(1);
      assertThat(end.path("done").asInt()).isEqualTo(350);
      JsonNode left = caller.following(unionid);
      assertThat(left.path("following").asBoolean(true)).isFalse();
      assertThat(left.at("/accounts/0/unsubscribed_at").asText()).isNotEmpty();
      assertThat(explained(caller, fresh).path("unionid").isNull()).isFalse();
    }
  }

  @Test
  void a_schedule_compares_by_itself() throws Exception {
    WeChatApp shop = shop(120);
    Map<String, String> often =
        Map.of("LINGPAI_FOLLOWERS_CALL_EVERY", "5ms", "LINGPAI_FOLLOWERS_RECONCILE_EVERY", "3s");
    try (Node node = Server.node(data, sandbox, often);
        Desk caller = new Desk("http://127.0.0.1:" + node.port())) {
      caller.add("shop", shop);

      Await.until("a second round", SOON, () -> sandbox.calls().count(BATCHES) >= 4);
    }
  }

  @Test
  void an_import_waits_for_the_vendor_and_fails_where_waiting_is_vain() throws Exception {
    WeChatApp shop = shop(250);
    try (Node node = Server.node(data, sandbox, FAST);
        Desk caller = new Desk("http://127.0.0.1:" + node.port())) {
      caller.add("shop", shop);
      sandbox.next(Fault.answersGarbage().on(BATCHES).times(2));
      assertThat(ended(caller, caller.beginImport("shop")).path("done").asInt()).isEqualTo(250);

      sandbox.next(Fault.refuses(48001).on(LIST));
      JsonNode failed = ended(caller, caller.beginImport("shop"));

      assertThat(failed.path("state").asText()).isEqualTo("failed");
      assertThat(failed.at("/problem/vendor_code").asText()).isEqualTo("48001");
      sandbox.wechat().behind(SHOP).killToken();
      assertThat(ended(caller, caller.beginImport("shop")).path("state").asText())
          .isEqualTo("done");
    }
  }

  @Test
  void two_nodes_never_run_one_twice() throws Exception {
    WeChatApp shop = shop(2_000);
    try (EmbeddedPostgres postgres = RealPostgres.start();
        Node one = node("one", postgres);
        Node two = node("two", postgres);
        Desk first = new Desk("http://127.0.0.1:" + one.port());
        Desk second = new Desk("http://127.0.0.1:" + two.port())) {
      first.add("shop", shop);
      Await.until(
          "the second node's hearing of the app",
          SOON,
          () -> second.get("/api/v1/apps/shop/unionid-explanations?openid=nobody").status() == 200);
      String path = first.beginImport("shop");
      assertThat(second.beginImport("shop")).isEqualTo(path);

      JsonNode end = ended(second, path);

      assertThat(end.path("done").asInt()).isEqualTo(2_000);
      assertThat(sandbox.calls().count(BATCHES)).isEqualTo(20);
    }
  }

  private Node node(String name, EmbeddedPostgres postgres) throws Exception {
    return Server.node(
        data.resolve(name),
        sandbox,
        Map.of(
            "LINGPAI_FOLLOWERS_CALL_EVERY",
            "50ms",
            "LINGPAI_MASTER_KEY",
            Base64.getEncoder().encodeToString(new byte[32]),
            "LINGPAI_STORE_URL",
            "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres",
            "LINGPAI_STORE_USER",
            "postgres"));
  }

  private static JsonNode ended(Desk caller, String path) throws Exception {
    Await.until("the end", PATIENCE, () -> !state(caller, path).equals("running"));
    return caller.get(path).json();
  }

  private static JsonNode explained(Desk caller, String openid) throws Exception {
    return Caller.expect(200, caller.get("/api/v1/apps/shop/unionid-explanations?openid=" + openid))
        .json();
  }

  private static boolean answers(Desk caller) {
    try {
      return caller.get("/api/v1/apps").status() == 200;
    } catch (Exception notYet) {
      return false;
    }
  }

  private static int done(Desk caller, String path) throws Exception {
    return caller.get(path).json().path("done").asInt();
  }

  private static String state(Desk caller, String path) throws Exception {
    return caller.get(path).json().path("state").asText();
  }
}
