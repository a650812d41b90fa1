package io.lingpai.sandbox.wechat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Looks at an app. Under WeChat's lock. */
final class AppViews {

  /** So many of its followers are shown. */
  private static final int PEOPLE = 5;

  private AppViews() {}

  static AppView of(App app, Instant now) {
    List<AppView.Held> held = new ArrayList<>();
    hold(held, "classic", app.classic, now);
    hold(held, "stable", app.stable, now);
    for (String type : List.of("jsapi", "wx_card")) {
      app.tickets
          .newest(type)
          .map(
              ticket ->
                  new AppView.Held(
                      type,
                      ticket.value(),
                      ticket.issuedAt(),
                      ticket.worksUntil(),
                      now.isBefore(ticket.worksUntil())))
          .ifPresent(held::add);
    }
    Map<String, String> risk = new TreeMap<>();
    app.risk
        .states(now)
        .forEach((ip, state) -> risk.put(ip, state.name().toLowerCase(Locale.ROOT)));
    return new AppView(
        app.appid(),
        app.setup.name(),
        app.setup.kind(),
        app.life,
        app.frozen,
        app.risky,
        app.whitelist,
        held,
        risk,
        app.quota.used(now),
        app.forcesToday(now),
        app.quota.resetsThisMonth(now),
        app.callback == null ? null : app.callback.url(),
        app.openPlatform,
        app.followers.count(),
        app.followers.first(PEOPLE).stream()
            .map(user -> new AppView.Person(user.openid, user.nickname, user.subscribed))
            .toList());
  }

  private static void hold(List<AppView.Held> held, String kind, TokenLine line, Instant now) {
    Stream.concat(line.newest().stream(), line.previous().stream())
        .map(
            issued ->
                new AppView.Held(
                    kind,
                    issued.value,
                    issued.issuedAt,
                    issued.usableUntil(),
                    issued.standing(now) == TokenLine.Standing.USABLE))
        .forEach(held::add);
  }
}
