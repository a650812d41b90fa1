package io.lingpai.app;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Where apps are kept. Blocking; safe for many threads; throws {@link
 * io.lingpai.problem.StoreUnavailable} when the store cannot be reached.
 */
public interface AppStore {

  /** Adds an app. False if the name, or the vendor's id on the same platform, is taken. */
  boolean add(App app);

  /**
   * Replaces an app if its stored revision is {@code app.revision()}; the stored one is then one
   * higher. False if it was changed or removed meanwhile.
   */
  boolean replace(App app);

  /**
   * Removes an app with its credentials at once, and then with everything else that was kept for
   * it. False if there was none.
   */
  boolean remove(String name);

  /**
   * Removes several likewise.
   *
   * @return those that were there
   */
  List<String> removeAll(Collection<String> names);

  Optional<App> find(String name);

  /** Names greater than {@code after} in order, at most {@code limit}. */
  List<App> list(String after, int limit);

  /** Apps changed after a position of the change feed, with the position now reached. */
  AppChanges changesAfter(long position);

  /**
   * What changed.
   *
   * @param changed apps added or replaced
   * @param removed names removed
   * @param position where to continue
   */
  record AppChanges(List<App> changed, List<String> removed, long position) {}
}
