package io.lingpai.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.lingpai.acceptance.programs.Needs;
import io.lingpai.acceptance.programs.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code lingpai demo}, used with a mouse; a page that complains on its console fails. */
@Needs(Program.CHROMIUM)
@Timeout(300)
class PagesInABrowserTest {

  private static final int WAIT_AT_MOST_MILLIS = 60_000;

  @TempDir static Path folder;
  private static Demonstration demo;
  private static Chromium chromium;

  private final List<String> complaints = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void start() throws Exception {
    demo = new Demonstration(folder);
    chromium = Chromium.open();
    PlaywrightAssertions.setDefaultAssertionTimeout(WAIT_AT_MOST_MILLIS);
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
    if (demo != null) {
      demo.close();
    }
  }

  @BeforeEach
  void open() {
    browse(1280, 900);
  }

  @AfterEach
  void close() {
    context.close();
    assertThat(complaints).isEmpty();
  }

  private void browse(int width, int height) {
    if (context != null) {
      context.close();
    }
    context =
        chromium.context(
            new Browser.NewContextOptions().setViewportSize(width, height).setLocale("en"));
    context.setDefaultTimeout(WAIT_AT_MOST_MILLIS);
    page = context.newPage();
    page.onConsoleMessage(message -> complaints.add(message.type() + ": " + message.text()));
    page.onPageError(complaints::add);
  }

  @Test
  void a_mini_program_logs_in_shares_a_number_and_logs_out() {
    page.navigate(demo.pages() + "/mini?lang=en");

    press("Log in");
    assertThat(page.locator("#note")).hasText("New member");
    assertThat(steps()).containsText("Calls that this login cost: 1");

    press("Send the same again");
    assertThat(steps()).containsText("Calls that this login cost: 0");

    press("Who is this?");
    assertThat(steps()).containsText("\"active\": true");

    press("Share phone number");
    assertThat(steps()).containsText("\"pure_phone_number\": \"1380000");

    press("Log out");
    assertThat(steps()).containsText("\"active\": false");
  }

  @Test
  void a_forged_login_is_told_why() {
    page.navigate(demo.pages() + "/mini?lang=en");
    page.getByLabel("What the phone sends").selectOption("old");

    press("Log in");

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("(3)");
    assertThat(steps()).containsText("/problems/data-expired");
  }

  @Test
  void an_employee_opens_the_app_and_its_page_is_configured() {
    page.navigate(demo.pages() + "/crew?lang=en");
    page.getByLabel("Whose DingTalk it is").selectOption("li");

    press("Open the app");

    assertThat(page.locator("#name")).hasText("李四");
    assertThat(page.locator("#facts")).containsText("销售部");
    assertThat(page.locator("#facts")).containsText("dd.configok");
    press("Log out");
    assertThat(steps()).containsText("\"active\": false");
  }

  @Test
  void a_page_configures_the_sdk_and_is_told_why_a_signature_is_wrong() {
    page.navigate(demo.pages() + "/sdk?lang=en");

    press("Call wx.config");
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("config:ok");

    page.getByLabel("Which address is signed").selectOption("decoded");
    press("Call wx.config");
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("invalid signature");
    assertThat(steps()).containsText("\"right\": false");
  }

  @Test
  void the_sandbox_shows_what_it_holds_and_its_buttons_act() {
    page.navigate(demo.sandbox() + "/?lang=en");
    Locator shop = page.locator("section", new Page.LocatorOptions().setHasText("shop wx"));
    assertThat(shop).containsText("alive");

    Chromium.follow(page, in(shop, "Unfollow").first());
    Chromium.follow(page, in(shop, "Follow"));
    assertThat(in(shop, "Follow")).hasCount(0);

    Chromium.follow(page, button("is refused, 40001"));
    assertThat(page.getByRole(AriaRole.LISTITEM)).hasCount(1);
    Chromium.follow(page, button("Clear faults"));
    assertThat(page.getByRole(AriaRole.LISTITEM)).hasCount(0);

    Chromium.follow(page, button("Open the app").first());
    assertThat(page.locator("pre")).containsText("\"code\"");
    Chromium.follow(page, link("Back"));
    Chromium.follow(page, link("中文"));
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
        .hasText("沙箱");
  }

  @Test
  void an_administrator_authorizes_a_platform_with_a_click() {
    page.navigate(demo.platform());
    press("tenant");

    assertThat(page).hasURL(Pattern.compile("app=wx"));
    assertThat(page.locator("section:has(h3)", new Page.LocatorOptions().setHasText("platform wx")))
        .containsText("Accounts that authorize it: 1");
  }

  @Test
  void every_page_fits_a_phone_in_both_languages() {
    browse(360, 740);
    for (String language : List.of("en", "zh-CN")) {
      for (String address :
          List.of(
              demo.pages() + "/",
              demo.pages() + "/mini",
              demo.pages() + "/crew",
              demo.pages() + "/sdk",
              demo.sandbox() + "/")) {
        page.navigate(address + "?lang=" + language);
        assertThat(page.locator("html")).hasAttribute("lang", language);
        assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
            .as("width of " + address)
            .isEqualTo(0);
      }
    }
  }

  private Locator steps() {
    return page.locator("#steps");
  }

  private void press(String name) {
    button(name).click();
  }

  private Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
  }

  private static Locator in(Locator part, String button) {
    return part.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button).setExact(true));
  }
}
