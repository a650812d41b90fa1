package io.lingpai.callback;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where messages are kept. Blocking; safe for many threads; throws {@link
 * io.lingpai.problem.StoreUnavailable} when the store cannot be reached.
 */
public interface Inbox {

  /**
   * Keeps a message and applies its effects, all or nothing, unless an equal one (same app, same
   * {@link Message#dedupeKey()}) is kept already: then nothing changes. When this returns, it is
   * durable.
   */
  Receipt receive(Message message, List<Effect> effects);

  Optional<Message> find(String id);

  /** Messages with ids smaller than {@code before} (empty: from the newest), newest first. */
  List<Message> list(String app, String before, int limit);

  /**
   * Forgets messages received before an instant, a few hundred at once; those of jobs that still
   * wait are kept.
   *
   * @return how many it forgot; 0 when there are no more
   */
  int forgetBefore(Instant end);

  /**
   * What became of a message.
   *
   * @param first false if it was known
   * @param id under which it is kept, which is an earlier one if it was known
   * @param claimed the jobs that wished to be claimed and were, see {@link
   *     io.lingpai.outbox.NewJob#claim()}
   */
  record Receipt(boolean first, String id, Set<String> claimed) {
    public Receipt {
      claimed = Set.copyOf(claimed);
    }
  }
}
