package io.lingpai.acceptance.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.testkit.FreePort;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import me.chanjar.weixin.mp.api.WxMpService;
import me.chanjar.weixin.mp.api.impl.WxMpServiceImpl;
import me.chanjar.weixin.mp.config.WxMpHostConfig;
import me.chanjar.weixin.mp.config.impl.WxMpDefaultConfigImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vendor at the root of a port of its own, for SDKs that take a host and no path. */
class OwnPortTest {

  private static final String SHOP = "wx00000000000000d1";
  private static final String SECRET = "5b5ec7e70000000000000000000000d1";

  private Sandbox sandbox;

  @BeforeEach
  void start() throws Exception {
    sandbox = Sandbox.start(SandboxOptions.defaults().app(WeChatApp.official(SHOP, SECRET)));
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void an_sdk_that_takes_no_path_works_there(@TempDir Path data) throws Exception {
    int port = FreePort.next();
    try (Surface surface = new Surface(data, sandbox.baseUrl(), ownPort(port))) {
      surface.add("shop", "wechat-official", SHOP, SECRET, "stable");

      assertThat(followerThrough(port, surface.key("proxy:shop"))).isTrue();
    }
  }

  @Test
  void nothing_but_the_vendor_is_there(@TempDir Path data) throws Exception {
    int port = FreePort.next();
    try (Surface surface = new Surface(data, sandbox.baseUrl(), ownPort(port))) {
      for (String path : new String[] {"/api/v1/status", "/metrics", "/wechat/cgi-bin/token"}) {
        String answer =
            surface
                .http
                .send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                    BodyHandlers.ofString())
                .body();

        assertThat(answer).contains("\"errcode\":41001");
      }
    }
  }

  @Test
  void where_the_way_out_is_a_proxy_every_call_takes_it(@TempDir Path data) throws Exception {
    int port = FreePort.next();
    Map<String, String> settings = new HashMap<>(ownPort(port));
    try (Egress egress = new Egress(sandbox.baseUrl())) {
      settings.put("LINGPAI_OUTBOUND_PROXY", egress.url());
      // No name server knows this host: who does not ask the proxy does not arrive.
      try (Surface surface = new Surface(data, "http://api.weixin.invalid", settings)) {
        surface.add("shop", "wechat-official", SHOP, SECRET, "stable");

        assertThat(followerThrough(port, surface.key("proxy:shop"))).isTrue();
        assertThat(egress.asked)
            .contains(
                "CONNECT api.weixin.invalid:80", "GET http://api.weixin.invalid/cgi-bin/user/info");
      }
    }
  }

  private boolean followerThrough(int port, String key) throws Exception {
    WxMpDefaultConfigImpl config = new WxMpDefaultConfigImpl();
    config.setAppId(SHOP);
    config.setSecret(key);
    config.setHostConfig(WxMpHostConfig.builder().apiHost("http://127.0.0.1:" + port).build());
    WxMpService wx = new WxMpServiceImpl();
    wx.setWxMpConfigStorage(config);
    String openid = sandbox.wechat().users(SHOP).add(true);
    return wx.getUserService().userInfo(openid).getSubscribe();
  }

  private static Map<String, String> ownPort(int port) {
    return Map.of("LINGPAI_WIRE_LISTEN_WECHAT_API", "127.0.0.1:" + port);
  }
}
