package io.lingpai.usage;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What was passed on to vendors, counted over all nodes. Blocking; safe for many threads; throws
 * {@link io.lingpai.problem.StoreUnavailable} when the store cannot be reached.
 */
public interface UsageStore {

  /** A store is handed no more than this at once: its one writer may have others waiting. */
  int AT_ONCE = 100;

  /**
   * Adds to what is counted, all of it or nothing.
   *
   * @param spent {@value #AT_ONCE} at most
   */
  void add(LocalDate day, List<Spent> spent);

  /** What was counted for an app on a day. */
  List<Spent> of(String app, LocalDate day);

  /**
   * Adds to the calls that keys have begun, all of it or nothing. They are counted apart from what
   * they came to, because a budget stops a call before it is made.
   *
   * @param calls by key, {@value #AT_ONCE} at most
   */
  void begin(LocalDate day, Map<String, Long> calls);

  /** The calls begun on a day, by key. */
  Map<String, Long> begun(LocalDate day);

  /** Forgets days before this one, a piece of it; returns how many rows, 0 when all are gone. */
  int forgetBefore(LocalDate day);
}
