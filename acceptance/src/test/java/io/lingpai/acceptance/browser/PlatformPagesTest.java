package io.lingpai.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.lingpai.acceptance.programs.Needs;
import io.lingpai.acceptance.programs.Program;
import io.lingpai.acceptance.stage.Await;
import io.lingpai.acceptance.stage.Caller;
import io.lingpai.sandbox.SampleApps;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.wiring.Node;
import io.lingpai.testkit.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An account authorizes a platform on the pages, and takes it back on the sandbox's. */
@Needs(Program.CHROMIUM)
class PlatformPagesTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String TENANT = SampleApps.TENANT;

  private Sandbox sandbox;
  private Node node;
  private Caller caller;
  private Chromium chromium;

  @BeforeEach
  void open(@TempDir Path data) throws Exception {
    int port = FreePort.next();
    String base = "http://127.0.0.1:" + port;
    sandbox = Sandbox.start(SandboxOptions.defaults().app(SampleApps.tenant()));
    Map<String, String> settings =
        Map.of(
            "LINGPAI_LISTEN", "127.0.0.1:" + port,
            "LINGPAI_DATA", data.toString(),
            "LINGPAI_ADMIN_KEY", Caller.ADMIN,
            "LINGPAI_HOSTS_WECHAT_API", sandbox.baseUrl(),
            "LINGPAI_HOSTS_WECHAT_MP", sandbox.baseUrl(),
            "LINGPAI_HOSTS_WECHAT_OPEN", sandbox.baseUrl());
    node = Node.start(ConfigurationLoader.load(null, settings, Map.of()).configuration());
    caller = new Caller(base);
    Caller.expect(201, caller.post(Caller.ADMIN, "/api/v1/apps", platform()));
    // The authorization page is opened from the server's pages only, and comes back there.
    sandbox.wechat().add(SampleApps.platform(base).between("127.0.0.1", "127.0.0.1"));
    Await.until("the platform's token", SOON, () -> reads("platform", "component_access_token"));
    chromium = Chromium.open();
  }

  @AfterEach
  void close() {
    chromium.close();
    caller.close();
    node.close();
    sandbox.close();
  }

  @Test
  void an_administrator_is_sent_to_the_vendor_and_comes_back_authorized() throws Exception {
    String authorizeUrl =
        Caller.expect(
                201,
                caller.post(
                    Caller.ADMIN,
                    "/api/v1/apps/platform/authorizations",
                    Map.of("redirect_url", sandbox.baseUrl() + "/?tenant=7", "state", "mine")))
            .json()
            .path("authorize_url")
            .asText();
    Page page = chromium.page("zh-CN");

    page.navigate(authorizeUrl);
    // Lingpai's page passes the browser on by itself, with the referrer that the vendor wants.
    page.waitForURL(url -> url.contains("componentloginpage"));
    button(page, "tenant").click();
    page.waitForURL(url -> url.startsWith(sandbox.baseUrl() + "/?tenant=7"));

    assertThat(page.url()).endsWith("&app=" + TENANT + "&state=mine");
    assertThat(reads(TENANT, "access_token")).isTrue();
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void the_sandboxs_page_plays_the_vendor_of_a_platform() {
    Page page = chromium.page("en-US");
    page.navigate(sandbox.baseUrl() + "/");

    Chromium.follow(page, button(page, "Scan for tenant"));
    Await.until("the account's token", SOON, () -> reads(TENANT, "access_token"));
    Chromium.follow(page, button(page, "Withdraw"));
    Await.until("the withdrawal", SOON, () -> !reads(TENANT, "access_token"));

    Chromium.follow(page, button(page, "Release check"));
    page.getByText("Release check: passed").waitFor();
    assertThat(chromium.complaints()).isEmpty();
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private boolean reads(String app, String kind) throws Exception {
    return caller.get(Caller.ADMIN, "/api/v1/apps/" + app + "/credentials/" + kind).status() == 200;
  }

  private static Map<String, Object> platform() {
    return Map.of(
        "name",
        "platform",
        "platform",
        "wechat-component",
        "appid",
        SampleApps.PLATFORM,
        "secret",
        SampleApps.PLATFORM_SECRET,
        "keep",
        List.of("component_verify_ticket", "component_access_token"),
        "callback",
        Map.of(
            "token",
            SampleApps.PLATFORM_TOKEN,
            "aes_key",
            SampleApps.PLATFORM_AES_KEY,
            "mode",
            "secure"));
  }
}
