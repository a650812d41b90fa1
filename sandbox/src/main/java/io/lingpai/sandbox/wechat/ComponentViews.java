package io.lingpai.sandbox.wechat;

import io.lingpai.sandbox.callback.Callback;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at a platform. Under WeChat's lock. */
final class ComponentViews {
  private static final int SHOWN = 100;

  private ComponentViews() {}

  static ComponentView of(Component component, boolean held, Instant now) {
    List<Authorization> all = new ArrayList<>(component.authorizations.values());
    Collections.reverse(all);
    return new ComponentView(
        component.appid(),
        component.setup.name(),
        component.life,
        url(component.events),
        url(component.messages),
        component.pushing,
        held,
        component.rotates,
        component.whitelist,
        component.nextPush,
        tokens(component, now),
        component.standing().size(),
        all.stream().limit(SHOWN).map(ComponentViews::of).toList(),
        component.lastReport);
  }

  private static @Nullable String url(@Nullable Callback callback) {
    return callback == null ? null : callback.url();
  }

  private static ComponentView.Authorizer of(Authorization one) {
    return new ComponentView.Authorizer(
        one.appid(),
        one.app.setup.name(),
        one.standing,
        one.since,
        one.granted,
        one.showsRefreshToken(),
        one.refreshToken,
        one.tokens.count());
  }

  private static List<AppView.Held> tokens(Component component, Instant now) {
    Stream<AppView.Held> tickets =
        component.newestTicket().stream()
            .map(
                ticket ->
                    new AppView.Held(
                        "component_verify_ticket",
                        ticket.value(),
                        ticket.pushedAt(),
                        ticket.expiresAt(),
                        now.isBefore(ticket.expiresAt())));
    Stream<AppView.Held> tokens =
        Stream.concat(component.tokens.newest().stream(), component.tokens.previous().stream())
            .map(
                issued ->
                    new AppView.Held(
                        "component_access_token",
                        issued.value,
                        issued.issuedAt,
                        issued.usableUntil(),
                        issued.standing(now) == TokenLine.Standing.USABLE));
    return Stream.concat(tickets, tokens).toList();
  }
}
