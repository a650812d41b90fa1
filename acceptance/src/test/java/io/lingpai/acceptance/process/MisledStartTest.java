package io.lingpai.acceptance.process;

import static io.lingpai.acceptance.stage.ServerProcess.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.acceptance.stage.Client;
import io.lingpai.acceptance.stage.ServerProcess;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A start that cannot work ends at once with status 1 (2 for a wrong command line) and one message
 * that says what is wrong and where; and whatever was stored is there when the mistake is repaired.
 */
class MisledStartTest {

  private static final String CANARY = "c4n4ry-c4n4ry-c4n4ry";
  private static final String APPID = "wx00000000000000d1";
  private static final String SECRET = "5b5ec7e700000000000000000000d1d1";
  private static final String TOKEN = "/api/v1/apps/shop/credentials/access_token";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "listn: 127.0.0.1:0 | unknown key `listn` (lingpai.yaml line 1): did you mean `listen`?",
        "renewal: { margn: 10m } | unknown key `renewal.margn` (lingpai.yaml line 1): did you mean `margin`?",
        "renewal: { margin: soon } | `renewal.margin` (lingpai.yaml line 1): expected a duration",
        "renewal: 10m | `renewal` (lingpai.yaml line 1): expected a mapping with the keys margin, jitter",
        "public-listen: [a] | `public-listen` (lingpai.yaml line 1): expected host:port",
        "public-listen: 127.0.0.1:99999 | `public-listen` (lingpai.yaml line 1): expected host:port",
        "login: { sliding: perhaps } | `login.sliding` (lingpai.yaml line 1): expected",
        "apps: 5 | `apps` (lingpai.yaml line 1): expected a list of mappings",
        "apps: [{ platform: odd, appid: a, secret: b }] | expected one of",
        "store: { url: 'jdbc:oracle:thin:@x' } | `store.url` (lingpai.yaml line 1): expected embedded",
        "just words | lingpai.yaml line 1: expected settings",
        "'{ a: [ ' | lingpai.yaml line 1",
        "master-key: " + CANARY + " | the master key from master-key is not one",
        "admin-key: " + CANARY + " | lpk_<id>_<secret>",
        "master-key: \"@/no/such/file\" | the file /no/such/file cannot be read: there is no such file",
      })
  void a_configuration_that_is_wrong_is_told_in_one_line(String yaml, String said)
      throws IOException {
    Path file = Files.writeString(folder.resolve("lingpai.yaml"), yaml + "\n");

    try (ServerProcess server = refused(Map.of(), "--config", file.toString())) {
      assertThat(server.exitStatus()).isEqualTo(1);
      assertThat(server.said()).contains(said).doesNotContain(CANARY, "\tat ", "ready on");
    }
  }

  @Test
  void a_command_line_that_is_wrong_ends_with_status_2() {
    try (ServerProcess server = refused(Map.of(), "--listn", "127.0.0.1:0")) {
      assertThat(server.exitStatus()).isEqualTo(2);
      assertThat(server.said()).contains("--listn", "--listen").doesNotContain("\tat ");
    }
  }

  @Test
  void a_file_or_variable_that_is_not_there_is_named() {
    try (ServerProcess server = refused(Map.of(), "--config", "/no/such.yaml")) {
      assertThat(server.exitStatus()).isEqualTo(1);
      assertThat(server.said()).contains("the configuration file /no/such.yaml does not exist");
    }
    try (ServerProcess server = refused(Map.of("LINGPAI_LISTN", "127.0.0.1:0"))) {
      assertThat(server.exitStatus()).isEqualTo(1);
      assertThat(server.said()).contains("LINGPAI_LISTN", "LINGPAI_LISTEN");
    }
  }

  @Test
  void a_port_that_is_taken_is_named() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      try (ServerProcess server = refused(Map.of("LINGPAI_LISTEN", address))) {
        assertThat(server.exitStatus()).isEqualTo(1);
        assertThat(server.said()).contains(address + " is in use").doesNotContain("\tat ");
      }
    }
  }

  // An administrator may write wherever the modes forbid it: these forbid it to everybody.
  @Test
  void a_data_folder_that_cannot_be_written_is_named() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "precious");
    for (String data : new String[] {file.toString(), file + "/below", "/proc/lingpai"}) {
      try (ServerProcess server = refused(Map.of("LINGPAI_DATA", data))) {
        assertThat(server.exitStatus()).as(data).isEqualTo(1);
        assertThat(server.said()).contains("the data folder " + data).doesNotContain("\tat ");
      }
    }
    assertThat(file).hasContent("precious");
  }

  @Test
  void a_wrong_or_missing_master_key_changes_nothing() throws IOException {
    try (Sandbox vendor = vendor()) {
      String value = valueAfterFirstStart(vendor);
      Path key = data().resolve("master-key");
      String right = Files.readString(key);

      String other = Base64.getEncoder().encodeToString(CANARY.repeat(2).substring(8).getBytes());
      try (ServerProcess server = refused(Map.of("LINGPAI_MASTER_KEY", other))) {
        assertThat(server.exitStatus()).isEqualTo(1);
        assertThat(server.said()).contains("another master key").doesNotContain(other, "\tat ");
      }
      for (String wrong : new String[] {other, "", "not base64!"}) {
        Files.writeString(key, wrong);
        try (ServerProcess server = refused(Map.of())) {
          assertThat(server.exitStatus()).as(wrong).isEqualTo(1);
          assertThat(server.said()).contains("master").doesNotContain("\tat ");
          assertThat(key).hasContent(wrong);
        }
      }
      Files.delete(key);
      try (ServerProcess server = refused(Map.of())) {
        assertThat(server.exitStatus()).isEqualTo(1);
        assertThat(server.said()).contains("master key", "LINGPAI_MASTER_KEY", key.toString());
        assertThat(key).doesNotExist();
      }

      Files.writeString(key, right);
      assertThat(valueAfterRestart(vendor)).isEqualTo(value);
    }
  }

  @Test
  void a_damaged_store_is_named_and_left_as_it_is() throws IOException {
    try (Sandbox vendor = vendor()) {
      String value = valueAfterFirstStart(vendor);
      Path store = data().resolve("lingpai.db");
      byte[] right = Files.readAllBytes(store);

      Files.writeString(store, "this is no database at all ".repeat(1000));
      refusesTheDamaged(store);
      byte[] half = Arrays.copyOf(right, right.length / 2);
      Files.write(store, half);
      refusesTheDamaged(store);
      Files.write(store, right);
      try (RandomAccessFile inside = new RandomAccessFile(store.toFile(), "rw")) {
        inside.seek(4096);
        inside.write(new byte[4096]);
      }
      refusesTheDamaged(store);

      Files.write(store, right);
      assertThat(valueAfterRestart(vendor)).isEqualTo(value);
    }
  }

  private void refusesTheDamaged(Path store) throws IOException {
    byte[] before = Files.readAllBytes(store);
    try (ServerProcess server = refused(Map.of())) {
      assertThat(server.exitStatus()).isEqualTo(1);
      assertThat(server.said()).contains(store.toString()).doesNotContain("\tat ", "ready on");
    }
    assertThat(Files.readAllBytes(store)).isEqualTo(before);
  }

  private Path data() {
    return folder.resolve("data");
  }

  private ServerProcess refused(Map<String, String> settings, String... flags) {
    return ServerProcess.launch(data(), settings, flags);
  }

  private static Sandbox vendor() {
    return Sandbox.start(SandboxOptions.defaults().app(WeChatApp.official(APPID, SECRET)));
  }

  private static Map<String, String> settings(Sandbox vendor) {
    Map<String, String> settings = new HashMap<>();
    settings.put("LINGPAI_ADMIN_KEY", ADMIN);
    settings.put("LINGPAI_HOSTS_WECHAT_API", vendor.baseUrl());
    return settings;
  }

  private String valueAfterFirstStart(Sandbox vendor) {
    try (ServerProcess server = ServerProcess.start(data(), settings(vendor))) {
      Map<String, Object> app =
          Map.of("name", "shop", "platform", "wechat-official", "appid", APPID, "secret", SECRET);
      assertThat(server.client().post(ADMIN, "/api/v1/apps", app).statusCode()).isEqualTo(201);
      String read = server.client().get(ADMIN, TOKEN).body();
      server.terminate();
      assertThat(server.exitStatus()).isZero();
      return read.replaceAll(".*\"value\":\"([^\"]+)\".*", "$1");
    }
  }

  private String valueAfterRestart(Sandbox vendor) {
    try (ServerProcess server = ServerProcess.start(data(), settings(vendor))) {
      return Client.json(server.client().get(ADMIN, TOKEN)).get("value").asText();
    }
  }
}
