package io.lingpai.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.callback.Delivery;
import io.lingpai.sandbox.callback.PostOffice;
import io.lingpai.sandbox.wechat.ComponentDesk;
import io.lingpai.sandbox.wechat.WeChat;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What can be done to one third-party platform over HTTP. */
final class ComponentActions {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final WeChat wechat;

  ComponentActions(WeChat wechat) {
    this.wechat = wechat;
  }

  /** Whether there is such an action; it has been done then. */
  boolean act(String appid, String action, Input input, ObjectNode done) {
    ComponentDesk platform = wechat.component(appid);
    input.only(
        switch (action) {
          case "callback" -> new String[] {"event_url", "message_url", "token", "aes_key"};
          case "push" -> new String[] {"wait"};
          case "release" -> new String[] {"order"};
          case "copies" -> new String[] {"copies"};
          case "delay" -> new String[] {"millis"};
          case "whitelist" -> new String[] {"addresses"};
          case "authorize" -> new String[] {"account", "sets"};
          case "withdraw",
              "refresh-token/replace",
              "refresh-token/hide",
              "refresh-token/show",
              "kill-account" ->
              new String[] {"account"};
          case "release-check" -> new String[] {"group"};
          case "seed" -> new String[] {"count", "followers", "queried"};
          default -> new String[0];
        });
    switch (action) {
      case "callback" ->
          platform.calledBackAt(
              input.requiredText("event_url"),
              input.requiredText("message_url"),
              input.requiredText("token"),
              input.requiredText("aes_key"));
      case "push" -> told(platform.pushTicket(), input, done);
      case "stop" -> platform.stopsPushing();
      case "start" -> platform.startsPushing();
      case "hold" -> platform.holdsPushes();
      case "release" -> platform.releasesPushes(order(input));
      case "copies" -> platform.pushesTimes(input.requiredNumber("copies"));
      case "delay" -> platform.pushesLate(Duration.ofMillis(input.requiredNumber("millis")));
      case "rotate/on" -> platform.rotatesRefreshTokens(true);
      case "rotate/off" -> platform.rotatesRefreshTokens(false);
      case "whitelist" -> platform.whitelist(input.texts("addresses"));
      case "secret-reset" -> done.put("secret", platform.resetSecret());
      case "kill" -> platform.killToken();
      case "kill-account" -> platform.killTokenOf(input.requiredText("account"));
      case "forget-tickets" -> platform.forgetsTickets();
      case "authorize" -> done.put("auth_code", authorize(platform, input));
      case "withdraw" -> platform.withdraws(input.requiredText("account"));
      case "refresh-token/replace" ->
          done.put("refresh_token", platform.replacesRefreshToken(input.requiredText("account")));
      case "refresh-token/hide" -> platform.hidesRefreshToken(input.requiredText("account"), true);
      case "refresh-token/show" -> platform.hidesRefreshToken(input.requiredText("account"), false);
      case "release-check" ->
          done.set(
              "report",
              ComponentJson.write(platform.releaseCheck(input.number("group").orElse(1))));
      case "seed" -> {
        boolean queried = input.text("queried").isEmpty() || input.flag("queried");
        int followers = input.number("followers").orElse(0);
        ArrayNode accounts = done.putArray("accounts");
        platform
            .seedAuthorizers(input.requiredNumber("count"), followers, queried)
            .forEach(accounts::add);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static String authorize(ComponentDesk platform, Input input) {
    String account = input.requiredText("account");
    Set<Integer> sets = new TreeSet<>();
    for (String id : input.texts("sets")) {
      if (!id.matches("[0-9]{1,4}")) {
        throw new IllegalArgumentException("sets: " + id + " (expected: numbers)");
      }
      sets.add(Integer.valueOf(id));
    }
    return sets.isEmpty() ? platform.authorizes(account) : platform.authorizes(account, sets);
  }

  static PostOffice.Order order(Input input) {
    String name = input.text("order").orElse("as_it_came");
    return Arrays.stream(PostOffice.Order.values())
        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "order: " + name + " (expected: as_it_came, newest_first or shuffled)"));
  }

  /** With {@code wait}, not before the push has an end. */
  static void told(Delivery delivery, Input input, ObjectNode done) {
    if (input.flag("wait")) {
      delivery.settled(LONGEST_WAIT);
    }
    done.set("push", PushJson.write(delivery, false));
  }
}
