package io.lingpai.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where jobs wait. Any node claims what is due; a claim is a lease by the store's clock, so the
 * jobs of a node that died are taken over when it ends. Blocking; safe for many threads; throws
 * {@link io.lingpai.problem.StoreUnavailable} when the store cannot be reached.
 */
public interface Outbox {

  /** Adds jobs; when this returns, they are durable. A known id changes nothing. */
  void add(List<NewJob> jobs);

  /**
   * Claims due jobs of a lane, the longest due first. Of several jobs of one order only the first
   * that waits can be claimed.
   *
   * @param except groups of which none is wanted
   * @param perGroup at most so many of any group
   */
  List<Job> claim(Lane lane, Set<String> except, int atMost, int perGroup, NewJob.Lease lease);

  /** Claims one job, due or not, unless it is claimed, or an earlier one of its order waits. */
  Optional<Job> claim(String id, NewJob.Lease lease);

  /** It is done. False if the claim is no longer the holder's. */
  boolean done(String id, String holder);

  /** It failed, and is tried again. False if the claim is no longer the holder's. */
  boolean again(String id, String holder, Duration in, String problem);

  /** It was not begun after all: as {@link #again}, but the attempt does not count. */
  boolean giveBack(String id, String holder, Duration in);

  /** It failed for good. False if the claim is no longer the holder's. */
  boolean park(String id, String holder, String problem);

  /**
   * Gives up jobs of a kind that have waited since before an instant, a few hundred at once.
   *
   * @return how many; 0 when there are no more
   */
  int parkOlder(String kind, Instant createdBefore, String problem);

  /** Has a parked or done job done again, from the first attempt. False if there is none such. */
  boolean replay(String id);

  /** A job without its payload. */
  Optional<Job> find(String id);

  /**
   * Jobs of a kind without their payloads, newest first.
   *
   * @param before ids come after this one; empty to begin with the newest
   */
  List<Job> list(String kind, Set<Job.State> states, String before, int limit);

  /**
   * Forgets jobs done or parked before an instant, a few hundred at once.
   *
   * @return how many; 0 when there are no more
   */
  int forgetBefore(Instant end);
}
