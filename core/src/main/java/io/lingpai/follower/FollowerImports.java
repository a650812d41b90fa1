package io.lingpai.follower;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where imports stand, so that whichever node comes to one goes on where the last left off. A claim
 * is a lease by the store's clock, and every step is written only by who holds it: two nodes never
 * run one import. Blocking; safe for many threads; throws {@link
 * io.lingpai.problem.StoreUnavailable} when the store cannot be reached.
 */
public interface FollowerImports {

  /**
   * Begins an import, unless one of the app is running: then that one it is.
   *
   * @param proposedId its id, should it begin now
   * @param by whose API key began it, or who else
   */
  FollowerImport begin(String app, String proposedId, String by);

  Optional<FollowerImport> find(String app, String id);

  /** The newest of an app, whatever became of it. */
  Optional<FollowerImport> newest(String app);

  /** Claims a running import that nobody works on and that is due; the longest idle first. */
  Optional<FollowerImport> claim(String holder, Duration lease);

  /** Of these, whom this import has not come to yet. */
  List<String> unseen(String id, String app, List<String> openids);

  /**
   * Followers of an app whom this import has not come to, nor any event since it began: whom the
   * vendor's list does not name.
   *
   * @param after openids follow this one, in order
   */
  List<String> unlisted(FollowerImport now, String after, int limit);

  /** Writes a step and holds on; false if somebody else holds it by now, and nothing is written. */
  boolean advance(String id, String holder, Duration lease, Step step);

  /** Lets it rest; false if somebody else holds it by now. */
  boolean rest(String id, String holder, Duration pause, Map<String, String> problem);

  /** Ends it; false if somebody else holds it by now. */
  boolean finish(String id, String holder, FollowerImport.State state, Map<String, String> problem);

  /**
   * Forgets imports that ended before an instant, some at a time; the newest of each app stays.
   *
   * @return how many; ask again until there are none
   */
  int forgetBefore(Instant end);

  /**
   * One step, all or nothing.
   *
   * @param told what the vendor said of some
   * @param seen the revisions there were when it was asked, of those who were known
   * @param settled whom the import has come to with this: those it told of and those it cannot
   * @param total how many the vendor counts, if it said
   * @param cursor where the list goes on
   * @param listed see {@link FollowerImport#listed()}
   */
  record Step(
      List<Told> told,
      Map<String, Long> seen,
      Set<String> settled,
      @Nullable Long total,
      String cursor,
      boolean listed) {
    public Step {
      told = List.copyOf(told);
      seen = Map.copyOf(seen);
      settled = Set.copyOf(settled);
    }
  }
}
