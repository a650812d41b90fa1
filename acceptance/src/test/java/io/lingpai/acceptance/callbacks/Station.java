package io.lingpai.acceptance.callbacks;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.wiring.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One node, and an administrator who sets it up. No vendor is ever asked for anything. */
final class Station implements AutoCloseable {

  static final String ADMIN = "lpk_root_" + "a".repeat(40);

  final Http http = new Http();
  private final Node node;

  Station(Path data, Map<String, String> more) throws Exception {
    node =
        Node.start(ConfigurationLoader.load(null, settings(data, more), Map.of()).configuration());
  }

  static Map<String, String> settings(Path data, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.putIfAbsent("LINGPAI_LISTEN", "127.0.0.1:0");
    settings.put("LINGPAI_DATA", data.toString());
    settings.put("LINGPAI_ADMIN_KEY", ADMIN);
    settings.put("LINGPAI_HOSTS_WECHAT_API", "http://127.0.0.1:9");
    settings.putIfAbsent("LINGPAI_OUTBOUND_ALLOW_PRIVATE", "true");
    return settings;
  }

  String base() {
    return "http://127.0.0.1:" + node.port();
  }

  /** Adds an app that this account pushes to, and says where. */
  String with(String name, Account account, String mode, List<?> forward) throws Exception {
    add(http, base(), name, account, mode, forward);
    return base() + "/callbacks/" + name;
  }

  static void add(
      Http http, String base, String name, Account account, String mode, List<?> forward)
      throws Exception {
    Map<String, Object> app = new HashMap<>();
    app.put("name", name);
    app.put("platform", "wechat-official");
    app.put("appid", account.appId());
    app.put("secret", "0123456789abcdef0123456789abcdef");
    app.put("keep", List.of());
    app.put(
        "callback", Map.of("token", account.token(), "aes_key", account.aesKey(), "mode", mode));
    app.put("forward", forward);
    Http.Answer added = http.json("POST", base + "/api/v1/apps", ADMIN, app);
    if (added.status() != 201) {
      throw new AssertionError(added);
    }
  }

  Http.Answer admin(String path) throws Exception {
    return http.get(base() + path, ADMIN);
  }

  List<JsonNode> deliveries() throws Exception {
    List<JsonNode> all = new ArrayList<>();
    admin("/api/v1/deliveries?limit=1000").json().get("deliveries").forEach(all::add);
    return all;
  }

  @Override
  public void close() {
    http.close();
    node.close();
  }
}
