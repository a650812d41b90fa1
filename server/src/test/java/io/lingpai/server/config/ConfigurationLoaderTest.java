package io.lingpai.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationLoaderTest {

  @TempDir Path folder;

  @Test
  void nothing_set_at_all_is_a_working_configuration() throws Exception {
    Configuration configuration = load("", Map.of(), Map.of()).configuration();

    assertThat(configuration.listen()).isEqualTo(new Address("127.0.0.1", 8800));
    assertThat(configuration.store().url()).isEqualTo("embedded");
    assertThat(configuration.renewal().margin()).isEqualTo(Duration.ofMinutes(10));
    assertThat(configuration.host("wechat-api")).hasToString("https://api.weixin.qq.com");
    assertThat(configuration.apps()).isEmpty();
  }

  @Test
  void the_environment_wins_over_the_file_and_flags_over_both() throws Exception {
    String file = "listen: 127.0.0.1:1\npublic-listen: 127.0.0.1:1\ndata: here\n";

    Configuration configuration =
        load(
                file,
                Map.of(
                    "LINGPAI_LISTEN", "127.0.0.1:2",
                    "LINGPAI_PUBLIC_LISTEN", "127.0.0.1:2",
                    "LINGPAI_HOSTS_WECHAT_API", "http://127.0.0.1:8801/"),
                Map.of("listen", "127.0.0.1:3"))
            .configuration();

    assertThat(configuration.listen().port()).isEqualTo(3);
    assertThat(configuration.publicListen()).contains(new Address("127.0.0.1", 2));
    assertThat(configuration.data()).isEqualTo(Path.of("here"));
    assertThat(configuration.host("wechat-api")).hasToString("http://127.0.0.1:8801");
  }

  @Test
  void an_unknown_key_names_its_line_and_the_near_miss() {
    assertThat(findings("listen: 127.0.0.1:1\nrenewal:\n  magin: 5m\n"))
        .containsExactly(
            "unknown key `renewal.magin` (lingpai.yaml line 3): did you mean `margin`?");
    assertThat(findings("public_url: http://x\n")).first().asString().contains("`public-url`");
    assertThat(findings("margin: 5m\n")).first().asString().contains("`renewal.margin`");
    assertThat(findings("completely-else: 5m\n")).first().asString().contains("known here are");
    assertThat(findings("apps:\n  - name: a\n    platform: wechat-official\n    app_id: wx1\n"))
        .first()
        .asString()
        .contains("`apps[0].app_id`", "line 4");
  }

  @Test
  void a_wrong_value_says_where_what_arrived_and_what_is_expected() {
    assertThat(findings("renewal: { margin: soon }\n"))
        .containsExactly(
            "`renewal.margin` (lingpai.yaml line 1): expected a duration such as 10m, 2h or 7d,"
                + " arrived `soon`");
    assertThat(findings("retention: { callbacks: PT-5M }\n"))
        .first()
        .asString()
        .contains("expected a duration");
    assertThat(findings("renewal: 10m\n"))
        .containsExactly(
            "`renewal` (lingpai.yaml line 1): expected a mapping with the keys margin, jitter;"
                + " arrived a single value");
    assertThat(findings("listen: [a, b]\n")).first().asString().contains("arrived a list of 2");
    assertThat(findings("listen: 8800\n")).first().asString().contains("host:port");
    assertThat(findings("store: { url: jdbc:oracle:x }\n")).first().asString().contains("embedded");
  }

  @Test
  void everything_wrong_is_told_at_once() {
    assertThat(findings("lisen: a\nrenewal: { margin: soon }\noffline-grace: never\n")).hasSize(3);
  }

  @Test
  void a_wrong_secret_is_never_repeated() {
    List<String> findings =
        findings("master-key: [canary-1]\nstore: { password: { a: canary-2 } }\nredis: canary-3\n");

    assertThat(String.join("\n", findings)).doesNotContain("canary");
  }

  @Test
  void yaml_that_is_none_says_the_line() {
    assertThat(findings("listen: 127.0.0.1:1\n  bad: [\n")).first().asString().contains("line");
    assertThat(findings("listen: 127.0.0.1:1\nlisten: 127.0.0.1:2\n"))
        .first()
        .asString()
        .contains("uplicate");
    assertThat(findings("- a\n")).first().asString().contains("expected settings");
  }

  @Test
  void secrets_come_from_variables_and_files() throws Exception {
    Files.writeString(folder.resolve("secret"), "from-a-file\n");
    String file =
        """
        master-key: "@%1$s/secret"
        store: { password: "${DB_PASSWORD}", user: "${DB_USER:-lingpai}" }
        apps:
          - { platform: wechat-official, appid: wx1, secret: "${SHOP_SECRET}" }
          - { platform: wechat-official, appid: wx2, secret-file: %1$s/secret }
        """
            .formatted(folder);

    Configuration configuration =
        load(file, Map.of("DB_PASSWORD", "pw", "SHOP_SECRET", "shop"), Map.of()).configuration();

    assertThat(configuration.masterKey().orElseThrow().matches("from-a-file")).isTrue();
    assertThat(configuration.store().password().orElseThrow().matches("pw")).isTrue();
    assertThat(configuration.store().user()).contains("lingpai");
    assertThat(configuration.apps().get(0).secrets().get("secret").matches("shop")).isTrue();
    assertThat(configuration.apps().get(1).secrets().get("secret").matches("from-a-file")).isTrue();
  }

  @Test
  void a_variable_or_file_that_is_missing_is_named() {
    assertThat(findings("store: { password: \"${NOT_THERE}\" }\n"))
        .first()
        .asString()
        .contains("store.password", "NOT_THERE is not set");
    assertThat(findings("master-key: \"@/no/such/file\"\n"))
        .first()
        .asString()
        .contains("there is no such file");
  }

  @Test
  void a_misspelt_variable_stops_the_start_but_a_stranger_only_warns() throws Exception {
    ConfigurationRefused refused =
        catchThrowableOfType(
            ConfigurationRefused.class, () -> load("", Map.of("LINGPAI_LISEN", "x"), Map.of()));
    assertThat(refused.findings()).first().asString().contains("`LINGPAI_LISTEN`");

    assertThat(load("", Map.of("LINGPAI_COLOUR_OF_HAIR", "x"), Map.of()).warnings()).hasSize(1);
    assertThat(
            load(
                    "",
                    Map.of(
                        "LINGPAI_PORT", "tcp://10.0.0.1:8800",
                        "LINGPAI_SERVICE_HOST", "10.0.0.1",
                        "LINGPAI_PORT_8800_TCP_ADDR", "10.0.0.1",
                        "LINGPAI_KEY", "for the commands"),
                    Map.of())
                .warnings())
        .isEmpty();
  }

  @Test
  void what_has_no_effect_yet_is_said_at_start() throws Exception {
    String file =
        "alerts: [ { type: webhook, url: \"https://example.com/\" } ]\n"
            + "wire-listen: { feishu-api: \"127.0.0.1:8812\", dingtalk-api: \"127.0.0.1:8813\","
            + " wechat-api: \"127.0.0.1:8811\" }\n";

    assertThat(load(file, Map.of(), Map.of()).warnings())
        .satisfiesExactly(
            warning -> assertThat(warning).contains("`alerts`", "no effect"),
            warning -> assertThat(warning).contains("`wire-listen.feishu-api`", "no effect"));
  }

  @Test
  void the_effective_configuration_shows_what_holds_and_no_secret() throws Exception {
    String file =
        "admin-key: canary\nstore: { password: canary }\n"
            + "apps: [ { name: shop, platform: wechat-official, appid: wx1, secret: canary } ]\n";

    ConfigurationLoader.Loaded loaded = load(file, Map.of("LINGPAI_DATA", "/there"), Map.of());

    assertThat(loaded.effective())
        .contains("data: /there", "admin-key: (set)", "  margin: 10m", "shop")
        .doesNotContain("canary");
    assertThat(loaded.configuration().toString()).doesNotContain("canary");
  }

  @Test
  void an_empty_key_or_variable_counts_as_not_set() throws Exception {
    Configuration configuration =
        load("public-url:\nlisten:\n", Map.of("LINGPAI_DATA", ""), Map.of()).configuration();

    assertThat(configuration.publicUrl()).isEmpty();
    assertThat(configuration.listen().port()).isEqualTo(8800);
    assertThat(configuration.data()).isEqualTo(Path.of("./lingpai-data"));
  }

  @Test
  void lists_come_from_the_environment_as_yaml() throws Exception {
    Configuration configuration =
        load(
                "",
                Map.of(
                    "LINGPAI_REDIS_PUBLISH", "wxjava, plain",
                    "LINGPAI_APPS", "[{platform: wechat-mini, appid: wx3, keep: []}]"),
                Map.of())
            .configuration();

    assertThat(configuration.redis().publish())
        .extracting(Configuration.Publication::layout)
        .containsExactly("wxjava", "plain");
    assertThat(configuration.apps().get(0).keep()).contains(List.of());
  }

  @Test
  void targets_of_an_app_are_read_and_what_is_wrong_with_them_told() throws Exception {
    String app =
        """
        apps:
          - platform: wechat-official
            appid: wx1
            secret: s
            forward:
              - url: https://a.cn/hook
                secret: whsec_a
                only: [text, event.subscribe]
              - { url: https://b.cn/, as: original, token: t, aes-key: k }
        """;

    Configuration.DeclaredApp declared =
        load(app, Map.of(), Map.of()).configuration().apps().getFirst();

    assertThat(declared.settings())
        .containsEntry("forward.0.url", "https://a.cn/hook")
        .containsEntry("forward.0.only", "text,event.subscribe")
        .containsEntry("forward.1.as", "original");
    assertThat(declared.secrets().keySet())
        .contains("forward.0.secret", "forward.1.token", "forward.1.aes_key");
    assertThat(findings(app.replace("secret: whsec_a", "secrte: whsec_a")))
        .singleElement()
        .asString()
        .contains("apps[0].forward[0].secrte", "`secret`")
        .doesNotContain("whsec_a");
    assertThat(findings(app.replace("url: https://a.cn/hook", "as: json")))
        .anyMatch(finding -> finding.contains("apps[0].forward[0].url"));
  }

  @Test
  void a_layout_may_say_more_than_its_name() throws Exception {
    String text =
        """
        redis:
          url: redis://:canary@127.0.0.1:6379/2
          publish:
            - plain
            - { layout: wxjava, prefix: own, codec: kryo5, apps: [shop] }
            - { layout: easywechat, key: lpk_web_0123456789 }
        """;
    ConfigurationLoader.Loaded loaded = load(text, Map.of(), Map.of());

    List<Configuration.Publication> publish = loaded.configuration().redis().publish();
    assertThat(publish)
        .extracting(Configuration.Publication::codec)
        .containsExactly("string", "kryo5", "php");
    assertThat(publish.get(1).prefix()).contains("own");
    assertThat(publish.get(1).apps()).containsExactly("shop");
    assertThat(loaded.effective()).contains("layout: easywechat").doesNotContain("canary", "lpk_");
  }

  @Test
  void a_layout_that_cannot_work_is_refused() {
    assertThat(findings("redis: { publish: [wxjav] }")).singleElement().asString().contains("wxj");
    assertThat(findings("redis: { publish: [{ layout: plain, codec: php }] }"))
        .singleElement()
        .asString()
        .contains("redis.publish[0].codec", "string or json");
    assertThat(findings("redis: { publish: [{ layout: wxjava, codec: hash }] }"))
        .singleElement()
        .asString()
        .contains("one app");
    assertThat(findings("redis: { publish: [{ layout: easywechat, key: canary }] }"))
        .singleElement()
        .asString()
        .contains("lpk_")
        .doesNotContain("canary");
    assertThat(findings("redis: { url: 'http://canary' }"))
        .singleElement()
        .asString()
        .contains("redis://")
        .doesNotContain("canary");
  }

  private List<String> findings(String file) {
    return catchThrowableOfType(ConfigurationRefused.class, () -> load(file, Map.of(), Map.of()))
        .findings();
  }

  private ConfigurationLoader.Loaded load(
      String text, Map<String, String> environment, Map<String, String> flags) throws Exception {
    Path file = Files.writeString(folder.resolve("lingpai.yaml"), text);
    return ConfigurationLoader.load(file, environment, flags);
  }
}
