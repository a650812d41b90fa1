package io.lingpai.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who did what: append-only, each entry chained to the one before by a hash, so that a removed or
 * altered one shows. Blocking; safe for many threads.
 */
public interface AuditLog {

  /**
   * Appends an entry.
   *
   * @param actor the key's id, or {@code system}
   * @param action such as {@code app.create}, {@code key.revoke}, {@code credential.renew}
   * @param subject what it was done to
   * @param detail further facts, never a secret
   */
  void append(Instant at, String actor, String action, String subject, String detail);

  /** Entries older than {@code before} (an id; 0 for the newest), newest first. */
  List<Entry> list(long before, int limit);

  /** Walks the whole chain; the id of the first entry that does not fit, if there is one. */
  Optional<Long> firstBroken();

  /** One line of the log. */
  record Entry(
      long id,
      Instant at,
      String actor,
      String action,
      String subject,
      String detail,
      String hash) {}
}
