package io.lingpai.acceptance.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.lingpai.acceptance.programs.Program;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The browser that this machine has, for tests that {@linkplain
 * io.lingpai.acceptance.programs.Needs need} one. Used by the thread that opened it.
 */
public final class Chromium implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  public static Chromium open() {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    BrowserType.LaunchOptions options =
        new BrowserType.LaunchOptions()
            .setExecutablePath(Program.CHROMIUM.path())
            // Where builds run as root, Chromium starts without its sandbox only.
            .setArgs(List.of("--no-sandbox"))
            .setTimeout(PATIENCE.toMillis());
    return new Chromium(playwright, playwright.chromium().launch(options));
  }

  /** Somebody who was never here before. */
  public BrowserContext context(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    context.setDefaultTimeout(PATIENCE.toMillis());
    return context;
  }

  /** A page of such a one, whose language this is. */
  public Page page(String language) {
    Page page = context(new Browser.NewContextOptions().setLocale(language)).newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          // Pages without an icon are asked for one all the same.
          boolean icon = message.location().contains("/favicon.ico");
          if (message.type().equals("error") && !icon) {
            complaints.add(message.text());
          }
        });
    return page;
  }

  /** Presses what sends the browser to a page, and waits until all of that page is there. */
  static void follow(Page page, Locator pressed) {
    AtomicBoolean there = new AtomicBoolean();
    Consumer<Page> loaded = unused -> there.set(true);
    page.onLoad(loaded);
    try {
      pressed.click();
      page.waitForCondition(there::get);
    } finally {
      page.offLoad(loaded);
    }
  }

  /** What the browser said on its console as errors, policies that were broken included. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
