package io.lingpai.acceptance.process;

import static io.lingpai.acceptance.stage.ServerProcess.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.acceptance.stage.ServerProcess;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * <em>Durable before seen</em>, of the whole server: whatever a client was told before a kill -9 is
 * there after it. The kills come at random moments and in the middle of renewals, under load.
 *
 * <p>{@code -Dlingpai.kills=…} sets how many; {@code -Dlingpai.seed=…} repeats a run's choices.
 */
class KilledServerTest {

  private static final int KILLS = Integer.getInteger("lingpai.kills", 20);
  private static final int WRITES_A_LIFE = 4;
  private static final long SEED = Long.getLong("lingpai.seed", System.nanoTime());

  @TempDir Path data;

  @Test
  void nothing_that_was_acknowledged_is_lost_to_kills() {
    Random random = new Random(SEED);
    Map<String, WeChatApp> apps = apps();
    SandboxOptions options = SandboxOptions.defaults().apps(apps.values().stream().toList());
    try (Sandbox sandbox = Sandbox.start(options)) {
      Map<String, String> settings =
          Map.of("LINGPAI_ADMIN_KEY", ADMIN, "LINGPAI_HOSTS_WECHAT_API", sandbox.baseUrl());
      Acknowledged acknowledged = new Acknowledged(sandbox, apps);
      try (ServerProcess first = ServerProcess.start(data, settings)) {
        apps.forEach((name, app) -> acknowledged.declare(first.client(), name, app));
      }
      for (int kill = 1; kill <= KILLS; kill++) {
        try (ServerProcess server = ServerProcess.start(data, settings)) {
          acknowledged.lookForWhatIsNew(server.client());
          try (Load load = new Load(server.client(), acknowledged, random.nextLong())) {
            load.untilAnswered(20 + random.nextInt(100));
            // Readers are answered first where a disk is slow.
            int writes = WRITES_A_LIFE * kill;
            ServerProcess.await("writes", () -> acknowledged.written() > writes);
            if (random.nextBoolean()) {
              long minted = acknowledged.minted();
              ServerProcess.await("a renewal", () -> acknowledged.minted() > minted);
            }
            load.kill(server);
          }
        }
      }
      try (ServerProcess last = ServerProcess.start(data, settings)) {
        acknowledged.lookForEverything(last.client());
      }
      System.out.printf("%d kills, seed %d: %s%n", KILLS, SEED, acknowledged);
      assertThat(acknowledged.wrong()).as("seed %d", SEED).isEmpty();
      assertThat(acknowledged.minted()).as("renewals under way").isGreaterThan(apps.size() + KILLS);
      assertThat(acknowledged.written())
          .as("writes under way")
          .isGreaterThan(WRITES_A_LIFE * KILLS);
    }
  }

  @Test
  void a_loss_would_be_noticed() {
    Map<String, WeChatApp> apps = apps();
    SandboxOptions options = SandboxOptions.defaults().apps(apps.values().stream().toList());
    try (Sandbox sandbox = Sandbox.start(options)) {
      Map<String, String> settings =
          Map.of("LINGPAI_ADMIN_KEY", ADMIN, "LINGPAI_HOSTS_WECHAT_API", sandbox.baseUrl());
      Acknowledged acknowledged = new Acknowledged(sandbox, apps);
      Random random = new Random(SEED);
      try (ServerProcess server = ServerProcess.start(data.resolve("lost"), settings)) {
        apps.forEach((name, app) -> acknowledged.declare(server.client(), name, app));
        // The first version of each is seen: whatever is drawn below, a loss brings it back.
        acknowledged.lookForWhatIsNew(server.client());
        for (int i = 0; i < apps.size(); i++) {
          acknowledged.renew(server.client(), random);
        }
        acknowledged.addKey(server.client());
        acknowledged.revokeKey(server.client(), acknowledged.addKey(server.client()));
        acknowledged.changeApp(server.client(), acknowledged.addApp(server.client()));
        acknowledged.lookForEverything(server.client());
        assertThat(acknowledged.wrong()).isEmpty();
      }
      try (ServerProcess forgetful = ServerProcess.start(data.resolve("empty"), settings)) {
        Acknowledged again = new Acknowledged(sandbox, apps);
        apps.forEach((name, app) -> again.declare(forgetful.client(), name, app));
        acknowledged.lookForEverything(forgetful.client());
      }
      assertThat(String.join("\n", acknowledged.wrong()))
          .contains("went back", "has two values", "finding added-", "using ");
    }
  }

  // Of most, lives so short that something is always being renewed, in both ways a token may be
  // had (a stable token with less than a second left has nothing to be promised, which is no loss:
  // such lives are long enough for the next token to come before that); of the others, a long life,
  // so that the very value must be there.
  private static Map<String, WeChatApp> apps() {
    Map<String, WeChatApp> apps = new LinkedHashMap<>();
    for (int i = 0; i < 3; i++) {
      apps.put("classic-" + i, app(i).living(Duration.ofSeconds(6 + 2 * i)));
      apps.put("stable-" + (3 + i), app(3 + i).living(Duration.ofSeconds(30 + 2 * i)));
    }
    for (int i = 6; i < 12; i++) {
      apps.put(Acknowledged.FORCED + i, app(i).living(Duration.ofHours(2)));
    }
    return apps;
  }

  private static WeChatApp app(int i) {
    return WeChatApp.official("wx%016x".formatted(0xa0 + i), "5b5ec7e7%024x".formatted(i));
  }
}
