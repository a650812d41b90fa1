package io.lingpai.server.command;

import io.lingpai.sandbox.SampleApps;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.wiring.Node;
import java.nio.file.Path;
import java.util.Map;

/** A server and a sandbox to give commands to. */
final class Played implements AutoCloseable {

  final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().apps(SampleApps.wechat()));
  final Path folder;
  final Node node;

  /** In {@code folder/lingpai-data}, where a command given in {@code folder} looks for a key. */
  Played(Path folder) throws Exception {
    this.folder = folder;
    Map<String, String> settings =
        Map.of(
            "LINGPAI_LISTEN", "127.0.0.1:0",
            "LINGPAI_DATA", folder.resolve("lingpai-data").toString(),
            "LINGPAI_HOSTS_WECHAT_API", sandbox.baseUrl());
    node = Node.start(ConfigurationLoader.load(null, settings, Map.of()).configuration());
  }

  Shell shell() {
    return new Shell(folder)
        .with("LINGPAI_SERVER", "http://127.0.0.1:" + node.port())
        .with("SHOP_SECRET", SampleApps.SHOP_SECRET);
  }

  /** With the sample account under the name {@code shop}. */
  Played withShop() {
    shell()
        .run(
            "app",
            "add",
            "shop",
            "--platform",
            "wechat-official",
            "--appid",
            SampleApps.SHOP,
            "--secret-env",
            "SHOP_SECRET")
        .exits(0);
    return this;
  }

  @Override
  public void close() {
    node.close();
    sandbox.close();
  }
}
