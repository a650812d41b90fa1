package io.lingpai.acceptance.clients;

import io.lingpai.acceptance.stage.Caller;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.wiring.Node;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The sandbox as the vendor, one node that serves what it gets there, and somebody who calls. */
final class Stage implements AutoCloseable {

  static final String CLASSIC = "/cgi-bin/token";
  static final String STABLE = "/cgi-bin/stable_token";
  static final String TICKET = "/cgi-bin/ticket/getticket";
  static final String CHECK = "/cgi-bin/get_api_domain_ip";

  /** A call that a business service would make with a token. */
  static final String BUSINESS = "/cgi-bin/user/info";

  private static final AtomicInteger APPS = new AtomicInteger();

  final Sandbox sandbox;
  final Caller caller;
  private final Node node;

  Stage(Path data) throws Exception {
    sandbox = Sandbox.start(SandboxOptions.defaults());
    node = node(sandbox, Map.of("LINGPAI_DATA", data.toString()));
    caller = new Caller("http://127.0.0.1:" + node.port());
  }

  /** Starts a node whose vendor is this sandbox. */
  static Node node(Sandbox sandbox, Map<String, String> more) throws Exception {
    return Node.start(
        ConfigurationLoader.load(null, settings(sandbox, more), Map.of()).configuration());
  }

  static Map<String, String> settings(Sandbox sandbox, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("LINGPAI_LISTEN", "127.0.0.1:0");
    settings.put("LINGPAI_ADMIN_KEY", Caller.ADMIN);
    settings.put("LINGPAI_HOSTS_WECHAT_API", sandbox.baseUrl());
    return settings;
  }

  /** An official account that no other test knows. */
  static WeChatApp official() {
    int number = APPS.incrementAndGet();
    return WeChatApp.official("wx%016x".formatted(number), "%032x".formatted(0xabc000 + number));
  }

  static WeChatApp mini() {
    WeChatApp official = official();
    return WeChatApp.mini(official.appid(), official.secret());
  }

  /** Lets this vendor's app be known here by this name, its token fetched when first read. */
  WeChatApp with(String name, WeChatApp app, String mode) throws Exception {
    sandbox.wechat().add(app);
    caller.add(name, app, mode);
    return app;
  }

  /** Calls for a token or ticket of this app, whatever came of them. */
  long asked(WeChatApp app) {
    return sandbox.calls().count(CLASSIC, app.appid())
        + sandbox.calls().count(STABLE, app.appid())
        + sandbox.calls().count(TICKET, app.appid());
  }

  long checks(WeChatApp app) {
    return sandbox.calls().count(CHECK, app.appid());
  }

  @Override
  public void close() {
    caller.close();
    node.close();
    sandbox.close();
  }
}
