package io.lingpai.acceptance.javaclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.acceptance.stage.Await;
import io.lingpai.client.Credential;
import io.lingpai.client.LingpaiClient;
import io.lingpai.client.LingpaiProblem;
import io.lingpai.client.Login;
import io.lingpai.client.LoginRequest;
import io.lingpai.client.Signature;
import io.lingpai.sandbox.wechat.BehindTheScenes.Line;
import io.lingpai.sandbox.wechat.ClientData;
import io.lingpai.sandbox.wechat.Users;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node, one client, many threads. */
class JavaClientTest {

  private static final Duration LIFE = Duration.ofSeconds(15);
  private static final Duration LONG = Duration.ofHours(2);

  /** So soon after a renewal a dead-token answer counts as the vendor's own lag. */
  private static final Duration VENDORS_LAG = Duration.ofSeconds(16);

  private static final int THREADS = 50;
  private static final int RENEWALS = 2;
  private static final String TOKEN = "access_token";

  private static Ground ground;

  @BeforeAll
  static void open(@TempDir Path data) throws Exception {
    ground = new Ground();
    ground.node(Map.of("LINGPAI_DATA", data.toString()));
  }

  @AfterAll
  static void close() {
    ground.close();
  }

  @Test
  void fifty_threads_across_renewals_are_handed_no_dead_token() throws Exception {
    WeChatApp app = ground.app("crossed", false, LIFE);
    LingpaiClient client = ground.client("read:crossed", "renew:crossed");
    LongAdder calls = new LongAdder();
    LongAdder deadAtFirst = new LongAdder();
    LongAdder deadInTheEnd = new LongAdder();

    together(
        () -> {
          while (ground.behind(app).tokensIssued(Line.CLASSIC) <= RENEWALS) {
            int code =
                client.withToken(
                    "crossed",
                    TOKEN,
                    token -> ground.vendorSays(token, app),
                    answer -> {
                      deadAtFirst.add(Ground.dead(answer) ? 1 : 0);
                      return Ground.dead(answer);
                    });
            calls.increment();
            deadInTheEnd.add(code == 0 ? 0 : 1);
          }
          return null;
        });

    System.out.println(
        "50 threads of the Java client: renewals %d, vendor calls %s, dead at first %s, in the end %s"
            .formatted(RENEWALS, calls, deadAtFirst, deadInTheEnd));
    assertThat(calls.sum()).isGreaterThan(THREADS * 10L);
    assertThat(deadInTheEnd.sum()).isZero();
    assertThat(ground.behind(app).tokensIssued(Line.CLASSIC)).isEqualTo(RENEWALS + 1);
  }

  @Test
  void fifty_threads_with_a_dead_token_are_one_report_and_one_renewal() throws Exception {
    WeChatApp app = ground.app("killed", false, LONG);
    LingpaiClient client = ground.client("read:killed", "renew:killed");
    String first = client.credential("killed", TOKEN).value();
    Await.past(VENDORS_LAG);
    ground.behind(app).killToken();

    List<Integer> codes =
        together(
            () ->
                client.withToken(
                    "killed", TOKEN, token -> ground.vendorSays(token, app), Ground::dead));

    assertThat(codes).containsOnly(0);
    assertThat(ground.behind(app).tokensIssued(Line.CLASSIC)).isEqualTo(2);
    assertThat(ground.sandbox.calls().count("/cgi-bin/get_api_domain_ip", app.appid()))
        .isEqualTo(1);
    assertThat(client.credential("killed", TOKEN).value()).isNotEqualTo(first);
    assertThat(client.rejected("killed", TOKEN, first).value())
        .isEqualTo(client.credential("killed", TOKEN).value());
  }

  @Test
  void a_listener_has_a_new_value_long_before_the_promise_on_the_old_one_ends() throws Exception {
    ground.app("heard", false, LONG);
    LingpaiClient client = ground.listeningClient("read:heard", "watch");
    Credential first = client.credential("heard", TOKEN);
    assertThat(first.freshFor()).isGreaterThan(Duration.ofSeconds(200));

    ground.renew("heard");

    Await.until(
        "the second version",
        Duration.ofSeconds(20),
        () -> client.credential("heard", TOKEN).version() == 2);
  }

  @Test
  void a_revoked_key_ends_what_a_listener_keeps_long_before_its_promise() throws Exception {
    ground.app("revoked", false, LONG);
    LingpaiClient client = ground.listeningClient("read:revoked", "watch");
    assertThat(client.credential("revoked", TOKEN).freshFor())
        .isGreaterThan(Duration.ofSeconds(200));

    ground.revokeLastKey();

    Await.until(
        "no value any more",
        Duration.ofSeconds(60),
        () -> {
          try {
            return client.credential("revoked", TOKEN) == null;
          } catch (LingpaiProblem problem) {
            return problem.slug().equals("unauthenticated");
          }
        });
  }

  @Test
  void whoever_waits_for_a_newer_version_gets_it() throws Exception {
    ground.app("waited", false, LONG);
    LingpaiClient client = ground.client("read:waited");
    long version = client.credential("waited", TOKEN).version();
    assertThat(client.newerThan("waited", TOKEN, version, Duration.ZERO)).isEmpty();

    ground.renew("waited");

    assertThat(client.newerThan("waited", TOKEN, version, Duration.ofSeconds(20)))
        .hasValueSatisfying(newer -> assertThat(newer.version()).isEqualTo(version + 1));
    assertThat(client.credential("waited", TOKEN).version()).isEqualTo(version + 1);
  }

  @Test
  void a_page_is_signed_so_that_the_vendor_takes_it() throws Exception {
    WeChatApp app = ground.app("signed", false, LONG);
    LingpaiClient client = ground.client("sign:signed");
    String url = "https://example.com/pay?order=1&name=%E5%BA%97";

    Signature signature = client.signature("signed", url);

    String timestamp = String.valueOf(signature.config().get("timestamp"));
    assertThat(
            ground.behind(app).pageSays(url, timestamp, signature.nonce(), signature.signature()))
        .isEqualTo("config:ok");
    assertThat(signature.config()).containsEntry("appId", app.appid());
  }

  @Test
  void somebody_logs_in_is_known_and_logs_out() throws Exception {
    WeChatApp app = ground.app("mini", true, LONG);
    LingpaiClient client = ground.client("login:mini");
    Users users = ground.sandbox.wechat().users(app.appid());
    String user = users.add(false);
    LoginRequest request = LoginRequest.ofCode(users.opensMiniProgram(user));
    ClientData data = ground.sandbox.wechat().client(app.appid()).profile(user);

    Login login =
        client.login(
            "mini",
            request
                .signed(data.rawData(), data.signature())
                .encrypted(data.encryptedData(), data.iv()));

    assertThat(login.newMember()).isTrue();
    assertThat(login.member().openid()).isEqualTo(user);
    assertThat(login.toString()).doesNotContain(login.session());
    assertThat(client.introspect(login.session()).member())
        .hasValueSatisfying(member -> assertThat(member.id()).isEqualTo(login.member().id()));
    client.revoke(login.session());
    assertThat(client.introspect(login.session()).active()).isFalse();
    assertThatThrownBy(() -> client.login("mini", LoginRequest.ofCode("never-given")))
        .isInstanceOfSatisfying(
            LingpaiProblem.class,
            problem -> {
              assertThat(problem.slug()).isEqualTo("code-invalid");
              assertThat(problem.status()).isEqualTo(422);
              assertThat(problem.vendorCode()).contains("40029");
            });
  }

  private static <T> List<T> together(Callable<T> deed) throws Exception {
    List<T> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<T>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(threads.submit(deed));
      }
      for (Future<T> one : all) {
        answers.add(one.get());
      }
    }
    return answers;
  }
}
