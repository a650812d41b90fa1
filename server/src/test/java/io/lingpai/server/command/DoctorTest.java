package io.lingpai.server.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.SampleApps;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.fault.Fault;
import io.lingpai.sandbox.wechat.BehindTheScenes;
import io.lingpai.sandbox.wechat.BehindTheScenes.Line;
import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.wiring.Node;
import io.lingpai.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

  private static final List<String> HOSTS =
      List.of(
          "WECHAT_API",
          "WECHAT_MP",
          "WECHAT_OPEN",
          "DINGTALK_API",
          "DINGTALK_OAPI",
          "WECOM_API",
          "FEISHU_API");

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Sandbox sandbox;
  private BehindTheScenes shop;

  @BeforeEach
  void installation() throws Exception {
    sandbox = Sandbox.start(SandboxOptions.defaults().apps(SampleApps.wechat()));
    shop = sandbox.wechat().behind(SampleApps.SHOP);
    environment.put("LINGPAI_LISTEN", "127.0.0.1:" + FreePort.next());
    environment.put("LINGPAI_DATA", folder.resolve("lingpai-data").toString());
    HOSTS.forEach(host -> environment.put("LINGPAI_HOSTS_" + host, sandbox.baseUrl()));
    declare("");
  }

  @AfterEach
  void end() {
    sandbox.close();
  }

  private void declare(String more) throws Exception {
    Files.writeString(
        folder.resolve("lingpai.yaml"),
        "apps: [{ name: shop, platform: wechat-official, appid: %s, secret: %s%s }]"
            .formatted(SampleApps.SHOP, SampleApps.SHOP_SECRET, more));
  }

  /** With the shop's token in its store. */
  private Node served() throws Exception {
    Node node = started();
    shell()
        .with("LINGPAI_SERVER", "http://" + environment.get("LINGPAI_LISTEN"))
        .run("token", "show", "shop", "access_token")
        .exits(0);
    return node;
  }

  private Node started() throws Exception {
    return Node.start(
        ConfigurationLoader.load(folder.resolve("lingpai.yaml"), environment, Map.of())
            .configuration());
  }

  @Test
  void beside_a_running_server_all_is_well_and_no_token_ends() throws Exception {
    try (Node node = served()) {
      String token = shop.currentToken(Line.STABLE).orElseThrow();

      Shell.Result result = doctor("--output", "json").exits(0);

      assertThat(node.port()).isPositive();
      assertThat(result.json().path("healthy").asBoolean()).isTrue();
      assertThat(about(result, "server")).contains("it runs at");
      assertThat(about(result, "clock")).contains("agrees with").contains("wechat-api");
      assertThat(about(result, "app shop")).contains("the vendor gave access_token");
      assertThat(shop.tokensIssued(Line.STABLE)).isEqualTo(1);
      assertThat(shop.accepts(token)).isTrue();
      assertThat(result.out()).doesNotContain(token, SampleApps.SHOP_SECRET);
    }
  }

  @Test
  void with_the_server_down_it_reads_the_store() throws Exception {
    served().close();
    Files.delete(folder.resolve("lingpai.yaml"));

    Shell.Result result = doctor().exits(0);

    assertThat(result.out())
        .contains("none runs at")
        .containsPattern("ok +app shop +the vendor gave access_token")
        .endsWith("All is well.\n");
  }

  @Test
  void a_server_that_was_started_with_flags_is_examined_with_them() throws Exception {
    served().close();
    String data = environment.remove("LINGPAI_DATA");
    String listen = environment.remove("LINGPAI_LISTEN");

    Shell.Result result = doctor("--data", data, "--listen", listen).exits(0);

    assertThat(result.out()).contains("none runs at http://" + listen, data);
  }

  @Test
  void a_classic_token_in_use_is_tried_and_not_replaced() throws Exception {
    declare(", token-mode: classic");
    try (Node node = served()) {
      Shell.Result result = doctor("shop").exits(0);

      assertThat(node.port()).isPositive();
      assertThat(result.out()).contains("the stored token works");
      assertThat(shop.tokensIssued(Line.CLASSIC)).isEqualTo(1);

      shop.killToken();
      assertThat(doctor("shop").exits(1).out())
          .contains("the stored token is dead")
          .contains("Another program");
    }
  }

  @Test
  void a_first_classic_token_is_fetched_only_where_no_server_could_want_it() throws Exception {
    declare(", token-mode: classic, keep: []");
    try (Node node = started()) {
      assertThat(node.port()).isPositive();
      assertThat(doctor().exits(2).out()).contains("lingpai token show shop access_token");
      assertThat(shop.tokensIssued(Line.CLASSIC)).isZero();
    }

    assertThat(doctor().exits(0).out()).contains("the vendor gave access_token");
    assertThat(shop.tokensIssued(Line.CLASSIC)).isEqualTo(1);
  }

  @Test
  void a_wrong_secret_is_named_with_the_vendors_code() {
    shop.resetSecret();

    Shell.Result result = doctor("shop", "--output", "json").exits(1);

    JsonNode finding = finding(result, "app shop");
    assertThat(finding.path("standing").asText()).isEqualTo("wrong");
    assertThat(finding.path("vendor_code").asText()).isEqualTo("40125");
    assertThat(finding.path("what_to_do").asText()).contains("set the current one");
  }

  @Test
  void a_wrong_secret_met_by_the_server_in_classic_mode_is_told_too() throws Exception {
    declare(", token-mode: classic");
    shop.resetSecret();
    try (Node node = started()) {
      Shell shell = shell().with("LINGPAI_SERVER", "http://127.0.0.1:" + node.port());
      shell.run("token", "show", "shop", "access_token").exits(1);

      assertThat(doctor().exits(1).out()).contains("cannot be renewed since").contains("40125");
    }
  }

  @Test
  void the_address_to_put_on_the_whitelist_is_named() {
    shop.whitelist(Set.of("203.0.113.9"));

    Shell.Result result = doctor("--output", "json").exits(1);

    JsonNode finding = finding(result, "app shop");
    assertThat(finding.path("vendor_code").asText()).isEqualTo("40164");
    assertThat(finding.path("ip").asText()).isEqualTo("127.0.0.1");
    assertThat(finding.path("what_to_do").asText()).contains("127.0.0.1").contains("whitelist");
  }

  @Test
  void whom_to_ask_for_a_risk_confirmation_is_said_in_the_readers_language() {
    shop.confirmsAddresses(true);

    assertThat(doctor().exits(1).out()).contains("89503").contains("administrator");
    environment.put("LANG", "zh_CN.UTF-8");
    assertThat(doctor().exits(1).out()).contains("有误").contains("管理员").contains("发现 1 处问题");
  }

  @Test
  void a_vendor_that_is_down_is_told_apart_from_a_refusal() {
    sandbox.close();

    Shell.Result result = doctor().exits(1);

    assertThat(result.out())
        .containsPattern("WRONG +wechat-api .*: no connection")
        .contains("hosts.wechat-api")
        .containsPattern("note +dingtalk-api .*no app needs it")
        .containsPattern("WRONG +app shop +the vendor gives none now");
  }

  @Test
  void a_vendor_that_loses_its_answer_is_not_called_a_refusal() {
    sandbox.next(Fault.losesTheAnswer());

    assertThat(doctor("shop").exits(1).out())
        .containsPattern("ok +wechat-api ")
        .contains("the vendor's answer was lost")
        .doesNotContain("`lingpai doctor`");
  }

  @Test
  void a_clock_that_is_an_hour_wrong_is_told() throws Exception {
    try (ServerSocket late = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> tellTheTimeOf(late, Instant.now().minusSeconds(3600)));
      environment.put("LINGPAI_HOSTS_FEISHU_API", "http://127.0.0.1:" + late.getLocalPort());

      Shell.Result result = doctor().exits(1);

      assertThat(result.out())
          .containsPattern("this machine is (59|60) min ahead of feishu-api")
          .contains("NTP");
    }
  }

  private static void tellTheTimeOf(ServerSocket server, Instant time) {
    try (Socket caller = server.accept()) {
      caller.getInputStream().read();
      String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
      caller
          .getOutputStream()
          .write(
              ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nDate: " + date + "\r\n\r\n")
                  .getBytes(US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_store_that_is_not_there_is_not_made() throws Exception {
    assertThat(doctor().exits(0).out()).containsPattern("note +store ");

    Files.delete(folder.resolve("lingpai.yaml"));
    assertThat(doctor().exits(2).out())
        .containsPattern("unchecked +store ")
        .contains("LINGPAI_DATA");
    assertThat(folder.resolve("lingpai-data")).doesNotExist();
  }

  @Test
  void a_wrong_master_key_and_a_missing_one_are_told() throws Exception {
    served().close();
    Path masterKey = folder.resolve("lingpai-data").resolve("master-key");
    Files.writeString(masterKey, Base64.getEncoder().encodeToString(new byte[32]));
    assertThat(doctor().exits(1).out()).contains("another master key");

    Files.delete(masterKey);
    assertThat(doctor().exits(1).out()).contains("none was given");
    assertThat(masterKey).doesNotExist();
  }

  @Test
  void a_key_that_others_may_read_is_told() throws Exception {
    served().close();
    Path masterKey = folder.resolve("lingpai-data").resolve("master-key");
    Files.setPosixFilePermissions(masterKey, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(doctor().exits(1).out()).contains("chmod 600 " + masterKey);
  }

  @Test
  void a_configuration_that_cannot_be_used_is_told_with_the_near_miss() throws Exception {
    Files.writeString(folder.resolve("lingpai.yaml"), "lisen: 127.0.0.1:1");

    assertThat(doctor().exits(1).out()).containsPattern("WRONG +configuration .*`listen`");
  }

  @Test
  void an_app_nobody_knows_cannot_be_checked() {
    assertThat(doctor("shoop").exits(2).out()).contains("there is no app of this name");
  }

  @Test
  void another_program_on_the_servers_address_is_told() {
    environment.put("LINGPAI_LISTEN", "127.0.0.1:" + sandbox.port());

    assertThat(doctor().exits(1).out()).contains("another program answers");
  }

  private static JsonNode finding(Shell.Result result, String about) {
    for (JsonNode finding : result.json().path("findings")) {
      if (finding.path("about").asText().equals(about)) {
        return finding;
      }
    }
    throw new AssertionError("nothing about " + about + " in " + result.out());
  }

  private static String about(Shell.Result result, String about) {
    return finding(result, about).path("detail").asText();
  }

  private Shell shell() {
    Shell shell = new Shell(folder);
    environment.forEach(shell::with);
    return shell;
  }

  private Shell.Result doctor(String... arguments) {
    return shell()
        .run(Stream.concat(Stream.of("doctor"), Stream.of(arguments)).toArray(String[]::new));
  }
}
