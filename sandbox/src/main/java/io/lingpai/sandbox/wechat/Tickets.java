package io.lingpai.sandbox.wechat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The tickets of one app. Time is cut into windows as long as a ticket's life: inside one window
 * everybody gets the same ticket, told to live a whole life; it works to the end of the window
 * after. That is what developers report (the documentation is silent); {@code strict} is the
 * careful reading instead: the rest of the life is told, and the ticket dies with it.
 */
final class Tickets {
  private static final int KEPT = 100;

  record Ticket(String value, Instant issuedAt, Instant worksUntil) {}

  private final Map<String, List<Ticket>> byType = new HashMap<>();

  record Given(Ticket ticket, Duration told) {}

  Given give(String type, Instant now, Duration life, boolean strict, Supplier<String> values) {
    List<Ticket> tickets = byType.computeIfAbsent(type, unused -> new ArrayList<>());
    Ticket newest = tickets.isEmpty() ? null : tickets.get(tickets.size() - 1);
    if (newest == null || !stillGiven(newest, now, life, strict)) {
      Instant end = strict ? now.plus(life) : windowStart(now, life).plus(life.multipliedBy(2));
      newest = new Ticket(values.get(), now, end);
      tickets.add(newest);
      if (tickets.size() > KEPT) {
        tickets.remove(0);
      }
    }
    return new Given(newest, strict ? Duration.between(now, newest.worksUntil()) : life);
  }

  private static boolean stillGiven(Ticket ticket, Instant now, Duration life, boolean strict) {
    return strict
        ? now.isBefore(ticket.worksUntil())
        : windowStart(ticket.issuedAt(), life).equals(windowStart(now, life));
  }

  private static Instant windowStart(Instant moment, Duration window) {
    long millis = Math.max(1, window.toMillis());
    return Instant.ofEpochMilli(Math.floorDiv(moment.toEpochMilli(), millis) * millis);
  }

  /** Tickets of this type that a page could sign with now. */
  List<String> working(String type, Instant now) {
    return byType.getOrDefault(type, List.of()).stream()
        .filter(ticket -> now.isBefore(ticket.worksUntil()))
        .map(Ticket::value)
        .toList();
  }

  Optional<Ticket> newest(String type) {
    List<Ticket> tickets = byType.getOrDefault(type, List.of());
    return tickets.isEmpty() ? Optional.empty() : Optional.of(tickets.get(tickets.size() - 1));
  }
}
