package io.lingpai.server.wiring;

import io.lingpai.dingtalk.DingTalk;
import io.lingpai.platform.Platform;
import io.lingpai.platform.http.DirectHttp;
import io.lingpai.platform.http.Http;
import io.lingpai.server.config.Configuration;
import io.lingpai.wechat.WechatMini;
import io.lingpai.wechat.WechatOfficial;
import io.lingpai.wechat.component.WechatComponent;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;

/** The platforms there are. A further vendor is one line here. */
final class Platforms {

  private Platforms() {}

  static List<Platform> of(Configuration configuration) {
    Http http = http(configuration);
    URI wechat = configuration.host("wechat-api");
    return List.of(
        new WechatOfficial(wechat, http),
        new WechatMini(wechat, http),
        new WechatComponent(wechat, http),
        new DingTalk(
            configuration.host("dingtalk-api"), configuration.host("dingtalk-oapi"), http));
  }

  /** The way to any vendor. */
  static Http http(Configuration configuration) {
    return new DirectHttp(
        configuration.outbound().proxy().map(Platforms::proxy).orElse(Proxy.NO_PROXY),
        System::nanoTime);
  }

  private static Proxy proxy(URI address) {
    int port = address.getPort() < 0 ? 80 : address.getPort();
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(address.getHost(), port));
  }
}
