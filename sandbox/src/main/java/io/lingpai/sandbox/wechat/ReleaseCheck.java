package io.lingpai.sandbox.wechat;

import io.lingpai.sandbox.callback.Delivery;
import io.lingpai.sandbox.callback.Delivery.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * WeChat's release check (全网发布检测), played on one server:
 *
 * <ol>
 *   <li>a ticket is pushed and must be answered {@code success};
 *   <li>an official account and a mini program authorize, pushes that must be answered likewise;
 *   <li>a text asks for a passive reply;
 *   <li>a text carries an authorization code, which must come back through the customer-service
 *       API, at once after an empty answer; once for each account;
 *   <li>an event asks for a passive reply;
 *   <li>both accounts withdraw.
 * </ol>
 */
final class ReleaseCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String TEXT = "TESTCOMPONENT_MSG_TYPE_TEXT";

  private final ComponentDesk desk;
  private final World world;
  private final Postman postman;
  private final Object lock;
  private final String platform;
  private final Duration forTheMessage;
  private final List<ReleaseReport.Step> steps = new ArrayList<>();

  /**
   * @param forTheMessage how soon it must come by the API
   */
  ReleaseCheck(
      ComponentDesk desk,
      World world,
      Postman postman,
      Object lock,
      String platform,
      Duration forTheMessage) {
    this.desk = desk;
    this.world = world;
    this.postman = postman;
    this.lock = lock;
    this.platform = platform;
    this.forTheMessage = forTheMessage;
  }

  ReleaseReport run(int group) {
    ReleaseAccounts.Group accounts = ReleaseAccounts.group(group);
    App official = account(WeChatApp.Kind.OFFICIAL, accounts.official());
    App mini = account(WeChatApp.Kind.MINI, accounts.mini());
    success("ticket", desk::pushTicket);
    String officialCode = authorize("authorized, official account", official);
    String miniCode = authorize("authorized, mini program", mini);
    passive("text", TEXT + "_callback", user -> writes(official, user, TEXT), official);
    byApi("text by API, official account", official, officialCode);
    byApi("text by API, mini program", mini, miniCode);
    passive("event", "LOCATIONfrom_callback", user -> moves(official, user), official);
    withdraw("unauthorized, official account", official);
    withdraw("unauthorized, mini program", mini);
    return new ReleaseReport(group, steps);
  }

  private App account(WeChatApp.Kind kind, ReleaseAccounts.Account account) {
    synchronized (lock) {
      App known = world.apps.get(account.appid());
      if (known != null) {
        return known;
      }
      WeChatApp setup =
          kind == WeChatApp.Kind.OFFICIAL
              ? WeChatApp.official(account.appid(), world.values.secret())
              : WeChatApp.mini(account.appid(), world.values.secret());
      App app =
          new App(setup.named("release-check " + account.userName()), world.usualLife, desk.now());
      world.apps.put(account.appid(), app);
      return app;
    }
  }

  private void success(String name, Supplier<Delivery> push) {
    long began = System.nanoTime();
    Delivery delivery = push.get().settled(PATIENCE);
    note(name, delivery.outcome() == Outcome.TAKEN, began, "success", told(delivery));
  }

  private String authorize(String name, App app) {
    String[] code = new String[1];
    success(
        name,
        () -> {
          // One left over from a check that was cut short.
          if (desk.authorizers().contains(app.appid())) {
            desk.withdraws(app.appid());
          }
          code[0] = desk.authorizes(app.appid());
          return desk.lastTold(app.appid(), "authorized");
        });
    return code[0];
  }

  private void withdraw(String name, App app) {
    success(
        name,
        () -> {
          desk.withdraws(app.appid());
          return desk.lastTold(app.appid(), "unauthorized");
        });
  }

  private void passive(String name, String expected, Function<String, Delivery> push, App app) {
    long began = System.nanoTime();
    Delivery delivery = push.apply(user(app)).settled(PATIENCE);
    boolean passed =
        delivery.outcome() == Outcome.REPLIED
            && "text".equals(delivery.reply().get("MsgType"))
            && expected.equals(delivery.reply().get("Content"));
    note(name, passed, began, "a passive reply: " + expected, told(delivery));
  }

  private Delivery writes(App app, String user, String text) {
    synchronized (lock) {
      return postman.text(app, component(), user, text, desk.now());
    }
  }

  private Delivery moves(App app, String user) {
    Map<String, Object> place =
        Map.of("Latitude", "23.137466", "Longitude", "113.352425", "Precision", "119.385040");
    synchronized (lock) {
      return Postman.first(
          app, postman.event(app, component(), user, "LOCATION", place, desk.now()));
    }
  }

  private void byApi(String name, App app, String code) {
    long began = System.nanoTime();
    Instant since = desk.now();
    String user = user(app);
    Delivery delivery = writes(app, user, "QUERY_AUTH_CODE:" + code).settled(PATIENCE);
    boolean taken = delivery.outcome() == Outcome.TAKEN;
    boolean sent = taken && arrives(app, user, code + "_from_api", since);
    String saw =
        !taken
            ? told(delivery)
            : sent ? "both" : "no such message within " + forTheMessage.toMillis() + " ms";
    note(name, sent, began, "an empty answer, then <code>_from_api by the API", saw);
  }

  /** Whether the platform sends this user this text on the account's behalf, and soon. */
  private boolean arrives(App app, String user, String text, Instant since) {
    long giveUp = System.nanoTime() + forTheMessage.toNanos();
    do {
      synchronized (lock) {
        for (SentMessage one : app.inbox.all()) {
          if (one.openid().equals(user)
              && one.content().equals(text)
              && one.by().equals(platform)
              && !one.at().isBefore(since)) {
            return true;
          }
        }
      }
    } while (waited() && System.nanoTime() < giveUp);
    return false;
  }

  private static boolean waited() {
    try {
      Thread.sleep(20);
      return true;
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Component component() {
    return world.knownComponent(platform);
  }

  private static String user(App app) {
    return app.followers.first(1).get(0).openid;
  }

  private static String told(Delivery delivery) {
    String said =
        delivery.attempts().isEmpty()
            ? ""
            : delivery.attempts().get(delivery.attempts().size() - 1).said();
    String shown = said.length() > 120 ? said.substring(0, 120) + "…" : said;
    return delivery.outcome() == Outcome.REPLIED
        ? "a passive reply: " + delivery.reply().getOrDefault("Content", "")
        : delivery.outcome() + " " + delivery.trouble() + " " + shown;
  }

  private void note(String name, boolean passed, long began, String expected, String saw) {
    long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
    steps.add(new ReleaseReport.Step(name, passed, millis, expected, saw.strip()));
  }
}
