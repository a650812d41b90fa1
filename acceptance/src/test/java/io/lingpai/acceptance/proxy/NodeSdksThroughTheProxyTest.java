package io.lingpai.acceptance.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.acceptance.programs.Needs;
import io.lingpai.acceptance.programs.NodePackages;
import io.lingpai.acceptance.programs.Program;
import io.lingpai.acceptance.stage.Await;
import io.lingpai.sandbox.HandSetClock;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.BehindTheScenes;
import io.lingpai.sandbox.wechat.BehindTheScenes.Line;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** SDKs of Node's as npm has them: the address is ours, and a key stands where the secret would. */
@Needs({Program.NODE, Program.NPM})
@ExtendWith(NodePackages.class)
class NodeSdksThroughTheProxyTest {

  private static final String SHOP = "wx00000000000000e1";
  private static final String SECRET = "5b5ec7e70000000000000000000000e1";
  private static final String USER = "/cgi-bin/user/info";

  // Short, so that an overlap is 25 seconds and the vendor's lag a little over one.
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Duration PAST_OVERLAP = Duration.ofSeconds(26);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAST_LAG = Duration.ofMillis(1_300);
  private static final int AT_ONCE = 50;
  private static final int MORE = 60;

  private final HandSetClock vendorTime = new HandSetClock(Instant.now());
  private Sandbox sandbox;
  private Surface surface;
  private String openid;

  @BeforeEach
  void start(@TempDir Path data) throws Exception {
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .clock(vendorTime)
                .app(WeChatApp.official(SHOP, SECRET).living(LIFE)));
    surface = new Surface(data, sandbox.baseUrl());
    surface.add("shop", "wechat-official", SHOP, SECRET, "classic");
    openid = sandbox.wechat().users(SHOP).add(true);
  }

  @AfterEach
  void stop() {
    surface.close();
    sandbox.close();
  }

  /** Invariants: one refresh in flight per credential; a planned renewal makes nobody fail. */
  @Test
  void three_sdks_meet_no_dead_token_when_cold_renewed_or_robbed(@TempDir Path folder)
      throws Exception {
    BehindTheScenes behind = sandbox.wechat().behind(SHOP);
    try (NodeService one = service(folder, "co-wechat-api");
        NodeService two = service(folder, "wechat-api");
        NodeService three = service(folder, "node-easywechat")) {
      List<NodeService> all = List.of(one, two, three);

      for (NodeService service : all) {
        assertThat(service.burst(AT_ONCE).failed()).isEmpty();
      }
      assertThat(behind.tokensIssued(Line.CLASSIC)).isEqualTo(1);

      for (NodeService service : all) {
        service.work();
      }
      awaitCalls();
      surface.renew("shop");
      awaitCalls();
      Await.past(PAST_LAG);
      behind.foreignFetch(Line.CLASSIC);
      vendorTime.step(PAST_OVERLAP);
      Await.until("two more mints", PATIENCE, () -> behind.tokensIssued(Line.CLASSIC) >= 4);
      awaitCalls();

      List<Integer> calls = new ArrayList<>();
      for (NodeService service : all) {
        NodeService.Told told = service.stop();
        assertThat(told.failed()).isEmpty();
        calls.add(told.calls());
      }
      // The first, the renewal, the robber's own, and one that healed what he did.
      assertThat(behind.tokensIssued(Line.CLASSIC)).isEqualTo(4);
      // Two of them would have tried again by themselves.
      assertThat(surface.metrics()).contains("outcome=\"ok\"").doesNotContain("outcome=\"40001\"");
      System.out.printf(
          "figures: co-wechat-api, wechat-api, node-easywechat: %d calls at once each when cold,"
              + " %s through a renewal and a foreign fetch, 0 failed, one mint each%n",
          AT_ONCE, calls);
    }
  }

  private NodeService service(Path folder, String sdk) throws Exception {
    return new NodeService(folder, sdk, surface.base(), SHOP, surface.key("proxy:shop"), openid);
  }

  private void awaitCalls() {
    long enough = sandbox.calls().count(USER, SHOP) + MORE;
    Await.until("more calls", PATIENCE, () -> sandbox.calls().count(USER, SHOP) >= enough);
  }
}
