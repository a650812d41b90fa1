package io.lingpai.server.wiring;

import static io.lingpai.server.wiring.RunningServer.ADMIN;
import static io.lingpai.server.wiring.RunningServer.OFFICIAL;
import static io.lingpai.server.wiring.RunningServer.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.http.Listener.CannotListen;
import io.lingpai.testkit.FreePort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {

  @TempDir Path data;

  @Test
  void the_first_start_makes_both_keys_readable_for_nobody_else() throws Exception {
    try (Node node = start(Map.of())) {
      assertThat(node.adminKeyMade()).isTrue();
      for (String file : new String[] {"master-key", "admin-key"}) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file))))
            .isEqualTo("rw-------");
      }
    }
    String key = Files.readString(data.resolve("admin-key")).strip();

    try (Node node = start(Map.of())) {
      assertThat(node.adminKeyMade()).isFalse();
      assertThat(Files.readString(data.resolve("admin-key")).strip()).isEqualTo(key);
    }
  }

  @Test
  void another_master_key_is_refused_and_changes_nothing() throws Exception {
    start(Map.of()).close();
    String other = java.util.Base64.getEncoder().encodeToString(new byte[32]);

    assertThatThrownBy(() -> start(Map.of("LINGPAI_MASTER_KEY", other)))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("another master key")
        .hasMessageNotContaining(other);
    assertThatThrownBy(() -> start(Map.of("LINGPAI_MASTER_KEY", "c2hvcnQ=")))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("32 bytes");
    start(Map.of()).close();
  }

  @Test
  void a_store_whose_master_key_is_missing_is_not_given_a_new_one() throws Exception {
    start(Map.of()).close();
    Files.delete(data.resolve("master-key"));

    assertThatThrownBy(() -> start(Map.of()))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("none was given");
    assertThat(data.resolve("master-key")).doesNotExist();
  }

  @Test
  void a_corrupt_store_is_named() throws Exception {
    start(Map.of()).close();
    Files.writeString(data.resolve("lingpai.db"), "this is no database at all ".repeat(1000));

    assertThatThrownBy(() -> start(Map.of()))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("lingpai.db");
  }

  @Test
  void a_database_that_does_not_answer_is_told_with_what_to_check() {
    Map<String, String> nowhere =
        Map.of(
            "LINGPAI_STORE_URL",
            "jdbc:postgresql://127.0.0.1:1/lingpai",
            "LINGPAI_STORE_PASSWORD",
            "not-to-be-told");

    assertThatThrownBy(() -> start(nowhere))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("check store.url, store.user and store.password")
        .hasMessageNotContaining("not-to-be-told");
  }

  @Test
  void a_port_that_is_taken_is_named() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();

      assertThatThrownBy(() -> start(Map.of("LINGPAI_LISTEN", address)))
          .isInstanceOf(CannotListen.class)
          .hasMessageContaining(address + " is in use");
    }
    start(Map.of()).close();
  }

  @Test
  void a_data_folder_that_is_a_file_is_named() throws Exception {
    Path file = Files.writeString(data.resolve("file"), "");

    assertThatThrownBy(() -> start(Map.of("LINGPAI_DATA", file.toString())))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void an_admin_key_that_is_none_is_refused_without_repeating_it() {
    assertThatThrownBy(() -> start(Map.of("LINGPAI_ADMIN_KEY", "canary")))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("lpk_<id>_<secret>")
        .hasMessageNotContaining("canary");
  }

  @Test
  void declared_apps_are_served_cannot_be_changed_and_are_disabled_once_gone() throws Exception {
    String apps =
        "[{name: shop, platform: wechat-official, appid: "
            + OFFICIAL
            + ", secret: "
            + SECRET
            + "}]";
    try (RunningServer server = new RunningServer(data, Map.of("LINGPAI_APPS", apps))) {
      assertThat(server.get(ADMIN, "/api/v1/apps/shop/credentials/access_token").status())
          .isEqualTo(200);
      assertThat(server.patch(ADMIN, "/api/v1/apps/shop", Map.of("state", "disabled")).status())
          .isEqualTo(409);

      server.settings().remove("LINGPAI_APPS");
      server.restart();
      assertThat(server.get(ADMIN, "/api/v1/apps/shop").json().get("state").asText())
          .isEqualTo("disabled");
      assertThat(server.get(ADMIN, "/api/v1/apps/shop").json().get("reason").asText())
          .contains("configuration file");

      server.settings().put("LINGPAI_APPS", apps);
      server.restart();
      assertThat(server.get(ADMIN, "/api/v1/apps/shop/credentials/access_token").status())
          .isEqualTo(200);
    }
  }

  @Test
  void a_declared_app_that_is_wrong_is_named_with_its_line() {
    assertThatThrownBy(
            () -> start(Map.of("LINGPAI_APPS", "[{platform: wechat-official, appid: wx1}]")))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("secret");
    assertThatThrownBy(
            () -> start(Map.of("LINGPAI_APPS", "[{platform: odd, appid: a, secret: b}]")))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("wechat-official");
  }

  @Test
  void health_moves_to_the_public_address_and_nothing_else_is_there() throws Exception {
    int open = FreePort.next();
    try (RunningServer server =
        new RunningServer(data, Map.of("LINGPAI_PUBLIC_LISTEN", "127.0.0.1:" + open))) {
      assertThat(server.get("", "/health").status()).isEqualTo(404);
      assertThat(server.get(ADMIN, "/api/v1/apps").status()).isEqualTo(200);
      for (Map.Entry<String, Integer> path :
          Map.of("/health", 200, "/api/v1/apps", 404, "/metrics", 404).entrySet()) {
        var answer =
            server.client.send(
                java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create("http://127.0.0.1:" + open + path.getKey()))
                    .build(),
                java.net.http.HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path.getKey()).isEqualTo(path.getValue());
      }
    }
  }

  private Node start(Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>(more);
    settings.putIfAbsent("LINGPAI_LISTEN", "127.0.0.1:0");
    settings.putIfAbsent("LINGPAI_DATA", data.toString());
    return Node.start(ConfigurationLoader.load(null, settings, Map.of()).configuration());
  }
}
