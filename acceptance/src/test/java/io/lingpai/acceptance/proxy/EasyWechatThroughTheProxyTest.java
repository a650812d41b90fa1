package io.lingpai.acceptance.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.acceptance.programs.LineService;
import io.lingpai.acceptance.programs.PhpLibraries;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.BehindTheScenes;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.testkit.FreePort;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * EasyWeChat for PHP: the address is ours, and a key stands where the secret would. There is none
 * unless {@code -Dlingpai.easywechat=FOLDER} gives EasyWeChat, for which no registry is asked here.
 */
class EasyWechatThroughTheProxyTest {

  private static final String SHOP = "wx00000000000000e7";
  private static final String MINI = "wx00000000000000e8";
  private static final String SECRET = "5b5ec7e70000000000000000000000e7";

  @TestFactory
  Stream<DynamicTest> easywechat_itself(@TempDir Path data) {
    if (PhpLibraries.easywechat().isEmpty()) {
      System.out.println("NOT RUN: EasyWeChat itself, -Dlingpai.easywechat=FOLDER gives none");
    }
    return PhpLibraries.easywechat().stream()
        .map(folder -> DynamicTest.dynamicTest("through the proxy", () -> works(data)));
  }

  private void works(Path data) throws Exception {
    int port = FreePort.next();
    Map<String, String> ownPort = Map.of("LINGPAI_WIRE_LISTEN_WECHAT_API", "127.0.0.1:" + port);
    try (Sandbox sandbox =
            Sandbox.start(
                SandboxOptions.defaults()
                    .app(WeChatApp.official(SHOP, SECRET))
                    .app(WeChatApp.mini(MINI, SECRET)));
        Surface surface = new Surface(data, sandbox.baseUrl(), ownPort)) {
      surface.add("shop", "wechat-official", SHOP, SECRET, "classic");
      surface.add("mini", "wechat-mini", MINI, SECRET, "classic");
      String key = surface.key("proxy:shop", "proxy:mini");
      BehindTheScenes shop = sandbox.wechat().behind(SHOP);
      String openid = sandbox.wechat().users(SHOP).add(true);
      String player = sandbox.wechat().users(MINI).add(false);

      try (LineService beneathAPath = service(key, surface.base() + "/");
          LineService atTheRoot = service(key, "http://127.0.0.1:" + port + "/")) {
        for (LineService service : List.of(beneathAPath, atTheRoot)) {
          assertThat(service.ask("token official_account " + SHOP + " 0")).startsWith("lpv_");
          assertThat(service.ask("ticket " + SHOP))
              .isEqualTo(shop.currentTicket("jsapi").orElseThrow());
          assertThat(service.ask("user " + SHOP + " " + openid)).isEqualTo(openid);
          assertThat(service.ask("send " + SHOP + " " + openid)).isEqualTo("0");
        }
        // It asks for this one at the host's root, whatever stands behind the host.
        assertThat(atTheRoot.ask("session " + MINI + " " + code(sandbox, player)))
            .isEqualTo(player);
        assertThat(beneathAPath.failure("session " + MINI + " " + code(sandbox, player)))
            .contains("code2Session error");

        shop.killToken();
        assertThat(atTheRoot.ask("user " + SHOP + " " + openid)).isEqualTo(openid);
      }
    }
  }

  private static String code(Sandbox sandbox, String player) {
    return sandbox.wechat().users(MINI).opensMiniProgram(player);
  }

  private static LineService service(String key, String base) throws Exception {
    return LineService.php(key, List.of("0", "0", "", base));
  }
}
