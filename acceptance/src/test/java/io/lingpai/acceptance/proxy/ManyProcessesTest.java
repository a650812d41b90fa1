package io.lingpai.acceptance.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.acceptance.stage.Await;
import io.lingpai.sandbox.HandSetClock;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.BehindTheScenes;
import io.lingpai.sandbox.wechat.BehindTheScenes.Line;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that know nothing of one another, and share an app. At length with {@code
 * -Dlingpai.processes.threads=200 -Dlingpai.processes.rounds=5}: two renewals and a foreign fetch
 * each round.
 */
class ManyProcessesTest {

  private static final String SHOP = "wx00000000000000f1";
  private static final String SECRET = "5b5ec7e70000000000000000000000f1";
  private static final int PROCESSES = 3;
  private static final int THREADS = Integer.getInteger("lingpai.processes.threads", 20);
  private static final int ROUNDS = Integer.getInteger("lingpai.processes.rounds", 1);

  // Short, so that an overlap is 25 seconds and the vendor's lag a little over one.
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Duration PAST_OVERLAP = Duration.ofSeconds(26);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAST_LAG = Duration.ofMillis(1_300);

  private final HandSetClock vendorTime = new HandSetClock(Instant.now());
  private Sandbox sandbox;
  private Surface surface;

  @BeforeEach
  void start(@TempDir Path data) throws Exception {
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .clock(vendorTime)
                .app(WeChatApp.official(SHOP, SECRET).living(LIFE)));
    surface = new Surface(data, sandbox.baseUrl());
    surface.add("shop", "wechat-official", SHOP, SECRET, "classic");
  }

  @AfterEach
  void stop() {
    surface.close();
    sandbox.close();
  }

  /** Invariants: a planned renewal makes nobody fail; a suspicion costs at most one renewal. */
  @Test
  void no_process_meets_a_dead_token_and_every_end_of_a_token_costs_one_mint() throws Exception {
    String openid = sandbox.wechat().users(SHOP).add(true);
    BehindTheScenes behind = sandbox.wechat().behind(SHOP);
    List<Calling> processes = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(new Calling(surface.base(), surface.key("proxy:shop"), openid));
      }
      processes.forEach(Calling::awaitWork);
      for (int round = 0; round < ROUNDS; round++) {
        surface.renew("shop");
        surface.renew("shop");
        Await.past(PAST_LAG);
        long minted = behind.tokensIssued(Line.CLASSIC);
        behind.foreignFetch(Line.CLASSIC);
        vendorTime.step(PAST_OVERLAP);
        Await.until(
            "two more mints", PATIENCE, () -> behind.tokensIssued(Line.CLASSIC) >= minted + 2);
        Await.past(PAST_LAG);
      }
      long calls = 0;
      for (Calling process : processes) {
        calls += process.end();
      }

      // The first, and for each round two renewals, the foreign one, and one that healed it.
      assertThat(behind.tokensIssued(Line.CLASSIC)).isEqualTo(1 + 4L * ROUNDS);
      assertThat(surface.metrics()).doesNotContain("outcome=\"40001\"");
      System.out.printf(
          "figures: %d processes of WxJava with %d threads each, %d renewals, %d foreign fetches:"
              + " %d calls, 0 failed, %d dead-token answers healed, one mint each%n",
          PROCESSES, THREADS, 2 * ROUNDS, ROUNDS, calls, sandbox.calls().countAnswered(40001));
    } finally {
      processes.forEach(Calling::kill);
    }
  }

  /** One {@link CallingProgram}. */
  private static final class Calling {

    private static final Pattern COUNTS = Pattern.compile("\\d+ \\d+");

    private final Process process;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    Calling(String base, String key, String openid) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-Xmx256m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  CallingProgram.class.getName(),
                  base,
                  SHOP,
                  key,
                  openid,
                  Integer.toString(THREADS))
              .redirectErrorStream(true)
              .start();
      // Read at once: a full pipe would hold up every thread that logs.
      Thread.ofVirtual().start(() -> listen(process.inputReader(StandardCharsets.UTF_8)));
    }

    private void listen(BufferedReader lines) {
      try (lines) {
        lines.lines().forEach(said::add);
      } catch (IOException | UncheckedIOException e) {
        said.add("! " + e);
      }
    }

    void awaitWork() {
      Await.until("its work", PATIENCE, () -> said.contains("working") || !process.isAlive());
      assertThat(process.isAlive()).as(String.join("\n", said)).isTrue();
    }

    /** Ends it, holds that nothing failed, and tells its calls. */
    long end() throws Exception {
      process.getOutputStream().close();
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      Await.until(
          "its counts",
          PATIENCE,
          () -> said.stream().anyMatch(line -> COUNTS.matcher(line).matches()));
      String counts =
          said.stream().filter(line -> COUNTS.matcher(line).matches()).findFirst().orElseThrow();
      assertThat(counts).as(String.join("\n", said)).endsWith(" 0");
      return Long.parseLong(counts.split(" ")[0]);
    }

    void kill() {
      process.destroyForcibly();
    }
  }
}
