package io.lingpai.acceptance.followers;

import io.lingpai.acceptance.stage.Caller;
import io.lingpai.acceptance.stage.RestartableServer;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.wiring.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Servers whose vendor is the sandbox. */
final class Server {

  private Server() {}

  /** In a process of its own, so that it can be killed. */
  static RestartableServer process(Path data, Sandbox sandbox, Map<String, String> more)
      throws IOException {
    return new RestartableServer(data, settings(data, sandbox, more));
  }

  /** A node in this process. */
  static Node node(Path data, Sandbox sandbox, Map<String, String> more) throws Exception {
    return Node.start(
        ConfigurationLoader.load(null, settings(data, sandbox, more), Map.of()).configuration());
  }

  private static Map<String, String> settings(
      Path data, Sandbox sandbox, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("LINGPAI_LISTEN", "127.0.0.1:0");
    settings.put("LINGPAI_DATA", data.toString());
    settings.put("LINGPAI_ADMIN_KEY", Caller.ADMIN);
    settings.put("LINGPAI_HOSTS_WECHAT_API", sandbox.baseUrl());
    return settings;
  }
}
