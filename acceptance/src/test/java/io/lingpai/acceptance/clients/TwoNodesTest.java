package io.lingpai.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.acceptance.stage.Await;
import io.lingpai.acceptance.stage.Caller;
import io.lingpai.acceptance.stage.RealPostgres;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.BehindTheScenes;
import io.lingpai.sandbox.wechat.BehindTheScenes.Line;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.server.wiring.Node;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one PostgreSQL, a real one, are one keeper. */
class TwoNodesTest {

  private static final Duration LIFE = Duration.ofSeconds(9);
  private static final Duration A_LIFE_AND_MORE = LIFE.multipliedBy(2);
  private static final Duration WITHIN = Duration.ofSeconds(1);
  private static final String APP = "shop";

  private EmbeddedPostgres postgres;
  private Sandbox sandbox;
  private Node first;
  private Node second;
  private Caller one;
  private Caller two;
  private WeChatApp app;
  private String key;

  @BeforeEach
  void open(@TempDir Path data) throws Exception {
    postgres = RealPostgres.start();
    sandbox = Sandbox.start(SandboxOptions.defaults());
    first = node(data.resolve("first"));
    second = node(data.resolve("second"));
    one = new Caller("http://127.0.0.1:" + first.port());
    two = new Caller("http://127.0.0.1:" + second.port());
    app = Stage.official().living(LIFE);
    sandbox.wechat().add(app);
  }

  private Node node(Path data) throws Exception {
    return Stage.node(
        sandbox,
        Map.of(
            "LINGPAI_DATA",
            data.toString(),
            "LINGPAI_MASTER_KEY",
            Base64.getEncoder().encodeToString(new byte[32]),
            "LINGPAI_STORE_URL",
            "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres",
            "LINGPAI_STORE_USER",
            "postgres"));
  }

  @AfterEach
  void close() throws Exception {
    one.close();
    two.close();
    first.close();
    second.close();
    sandbox.close();
    postgres.close();
  }

  @Test
  void one_renews_for_both_and_either_goes_on_alone() throws Exception {
    Caller.Answer cold = coldReads();
    long once = bothServe(2);
    long again = bothServe(3);
    long renewedTogether = scenes().tokensIssued(Line.CLASSIC) - 1;
    long askedTogether = asked() - 1;

    Thread closing = Thread.startVirtualThread(first::close);
    Crowd.Outcome<Caller.Answer> alone = untilServed(4);
    closing.join();
    long askedInAll = asked();

    Figures.print(
        "two nodes on one PostgreSQL",
        "renewals",
        renewedTogether,
        "vendor calls for them",
        askedTogether,
        "ms until both served them",
        once + " and " + again,
        "renewals once one was closed",
        scenes().tokensIssued(Line.CLASSIC) - 1 - renewedTogether,
        "vendor calls in all",
        askedInAll,
        "reads of the other meanwhile",
        alone.answers().size(),
        "failed",
        alone.failures().size());
    assertThat(version(cold)).isEqualTo(1);
    assertThat(renewedTogether).isEqualTo(2);
    assertThat(askedTogether).isEqualTo(2);
    // A busy machine may be late once, but not until the value before has come to its end.
    assertThat(Math.min(once, again)).isLessThanOrEqualTo(WITHIN.toMillis());
    assertThat(Math.max(once, again)).isLessThan(LIFE.dividedBy(3).toMillis());
    assertThat(alone.failures()).as(alone.why()).isEmpty();
    assertThat(askedInAll).isEqualTo(4);
    assertThat(two.read(key, APP).value()).matches(scenes()::accepts);
  }

  @Test
  void what_one_was_just_told_the_other_knows_too() throws Exception {
    String any = one.key("read:*", "proxy:*");
    for (int i = 0; i < 10; i++) {
      String name = "added-" + i;
      added(name);

      assertThat(two.get(any, "/api/v1/apps/" + name + "/credentials/nothing").body())
          .contains("the app has no kind of this name");

      WeChatApp asked = added("asked-" + i);
      assertThat(two.open(token(asked, any)).body()).contains("lpv_");

      WeChatApp called = added("called-" + i);
      String token = one.open(token(called, any)).json().path("access_token").asText();
      assertThat(two.open("/wechat" + Stage.CHECK + "?access_token=" + token).body())
          .contains("ip_list");
    }
  }

  private WeChatApp added(String name) throws Exception {
    WeChatApp more = Stage.official();
    sandbox.wechat().add(more);
    one.add(name, more, "classic");
    return more;
  }

  private static String token(WeChatApp of, String secret) {
    return "/wechat"
        + Stage.CLASSIC
        + "?grant_type=client_credential&appid="
        + of.appid()
        + "&secret="
        + secret;
  }

  /** A crowd at both doors, for an app and a key that the second node only hears of. */
  private Caller.Answer coldReads() throws Exception {
    one.add(APP, app, "classic");
    key = one.key("read:" + APP);
    Crowd.Outcome<Caller.Answer> outcome =
        Crowd.each(200, i -> () -> (i % 2 == 0 ? one : two).read(key, APP));
    Figures.print(
        "200 readers of a cold token, at two nodes",
        "vendor calls",
        asked(),
        "failures",
        outcome.failures().size(),
        "statuses",
        Figures.statuses(outcome));
    assertThat(outcome.failures()).as(outcome.why()).isEmpty();
    assertThat(outcome.answers()).allMatch(answer -> answer.status() == 200);
    assertThat(outcome.answers().stream().map(Caller.Answer::value).distinct()).hasSize(1);
    assertThat(asked()).isEqualTo(1);
    return outcome.answers().getFirst();
  }

  /** How many milliseconds lay between the first and the last node that served this version. */
  private long bothServe(long version) throws Exception {
    Await.until(
        "version " + version + " on one of them",
        A_LIFE_AND_MORE,
        () -> serves(one, version) || serves(two, version));
    long seen = System.nanoTime();
    Await.until(
        "version " + version + " on both",
        A_LIFE_AND_MORE,
        () -> serves(one, version) && serves(two, version));
    long apart = Duration.ofNanos(System.nanoTime() - seen).toMillis();
    assertThat(one.read(key, APP).value()).isEqualTo(two.read(key, APP).value());
    return apart;
  }

  /** Reads of the second node, one after another, until it serves this version. */
  private Crowd.Outcome<Caller.Answer> untilServed(long version) {
    List<Caller.Answer> answers = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    Await.until(
        "version " + version + " on the one that is left",
        A_LIFE_AND_MORE,
        () -> {
          Caller.Answer answer = answer(two, "access_token");
          answers.add(answer);
          if (answer.status() != 200) {
            failures.add(new AssertionError(answer));
          }
          return version(answer) >= version;
        });
    return new Crowd.Outcome<>(answers, failures);
  }

  private boolean serves(Caller node, long version) {
    return version(answer(node, "access_token")) >= version;
  }

  private static long version(Caller.Answer answer) {
    return answer.json().path("version").asLong();
  }

  private Caller.Answer answer(Caller node, String kind) {
    try {
      return node.get(key, "/api/v1/apps/" + APP + "/credentials/" + kind);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private long asked() {
    return sandbox.calls().count(Stage.CLASSIC, app.appid());
  }

  private BehindTheScenes scenes() {
    return sandbox.wechat().behind(app.appid());
  }
}
