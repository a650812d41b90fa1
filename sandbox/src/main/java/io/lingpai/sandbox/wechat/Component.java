package io.lingpai.sandbox.wechat;

import io.lingpai.sandbox.callback.Callback;
import io.lingpai.sandbox.vendor.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One third-party platform as it is now. Guarded by the lock of {@link WeChat}. */
final class Component implements Owner {
  static final Duration BETWEEN_TICKETS = Duration.ofMinutes(10);
  private static final Duration TICKET_LIFE = Duration.ofHours(12);
  private static final int TICKETS_KEPT = 200;

  record Ticket(String value, Instant pushedAt, Instant expiresAt) {}

  final WeChatComponent setup;
  final Duration life;
  final TokenLine tokens = new TokenLine();
  final Quota quota = new Quota();
  final ComponentCodes codes = new ComponentCodes();
  final Set<String> whitelist;
  final Map<String, Integer> dailyLimits = new HashMap<>();
  final Map<String, Authorization> authorizations = new LinkedHashMap<>();
  @Nullable Callback events;
  @Nullable Callback messages;
  @Nullable ReleaseReport lastReport;
  boolean rotates;

  /** Whether tickets are pushed at all; off, until the platform asks for them again. */
  boolean pushing = true;

  Instant nextPush;

  private String secret;
  private final Deque<Ticket> tickets = new ArrayDeque<>();

  Component(WeChatComponent setup, Duration life, Instant now) {
    this.setup = setup;
    this.life = life;
    this.secret = setup.secret();
    this.whitelist = new TreeSet<>(setup.whitelist());
    this.events = setup.events();
    this.messages = setup.messages();
    this.rotates = setup.rotates();
    this.nextPush = now;
  }

  @Override
  public String appid() {
    return setup.appid();
  }

  @Override
  public Quota quota() {
    return quota;
  }

  @Override
  public Quota.Limits limits(Route route) {
    Integer own = dailyLimits.get(route.path());
    return own == null ? route.limits() : new Quota.Limits(own, route.limits().perMinute());
  }

  /** An interval that WeChat states for lives of two hours, as long as these lives make it. */
  Duration scaled(Duration interval) {
    return Duration.ofMillis(
        Math.round((double) interval.toMillis() * life.toMillis() / App.USUAL_LIFE.toMillis()));
  }

  boolean knows(String presented) {
    return secret.equals(presented);
  }

  String secret() {
    return secret;
  }

  void changeSecret(String next) {
    secret = next;
  }

  void admit(String ip) {
    if (!whitelist.isEmpty() && !whitelist.contains(ip)) {
      throw Refusal.seeing(61004, ip);
    }
  }

  Ticket newTicket(Values values, Instant now) {
    Ticket ticket =
        new Ticket(
            values.marked("ticket@@@", Values.TICKET_MARKER, 90),
            now,
            now.plus(scaled(TICKET_LIFE)));
    tickets.addLast(ticket);
    if (tickets.size() > TICKETS_KEPT) {
      tickets.removeFirst();
    }
    return ticket;
  }

  Optional<Ticket> newestTicket() {
    return Optional.ofNullable(tickets.peekLast());
  }

  /** Refuses a ticket that was never pushed or is past its life. */
  void accept(String value, boolean newestOnly, Instant now) {
    Iterator<Ticket> newestFirst = tickets.descendingIterator();
    while (newestFirst.hasNext()) {
      Ticket ticket = newestFirst.next();
      if (ticket.value().equals(value)) {
        if (!now.isBefore(ticket.expiresAt())) {
          throw new Refusal(61005);
        }
        return;
      }
      if (newestOnly) {
        break;
      }
    }
    throw new Refusal(61006);
  }

  void dropTickets() {
    tickets.clear();
  }

  /** The standing authorization of this account; refuses when there is none. */
  Authorization of(String appid) {
    Authorization found = authorizations.get(appid);
    if (found == null || !found.standing) {
      throw new Refusal(61003);
    }
    return found;
  }

  List<Authorization> standing() {
    return authorizations.values().stream().filter(one -> one.standing).toList();
  }
}
