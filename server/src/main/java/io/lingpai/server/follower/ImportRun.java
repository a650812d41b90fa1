package io.lingpai.server.follower;

import io.lingpai.app.App;
import io.lingpai.credential.VendorError;
import io.lingpai.follower.FollowerImport;
import io.lingpai.follower.FollowerImports;
import io.lingpai.follower.FollowerSource.Listed;
import io.lingpai.follower.FollowerStore;
import io.lingpai.follower.Told;
import io.lingpai.platform.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Works on one import, as long as nothing stands in its way:
 *
 * <ol>
 *   <li>the vendor's list, page by page; of each page those whom the import has not come to yet are
 *       asked about, as many at once as the vendor takes, and written with how far it is;
 *   <li>then those who follow as far as we know but whom the list did not name.
 * </ol>
 *
 * <p>Whoever takes over after a crash reads the page again and finds by the rows where to go on.
 * The list goes on after a person; should that one have left meanwhile, it is begun anew, which
 * costs a few calls and asks nobody twice.
 */
final class ImportRun {

  private static final Duration UNTIL_THE_DAY_ENDS = Duration.ofMinutes(30);
  private static final int NEW_BEGINNINGS = 3;

  /** So many calls at most between two signs of life. */
  private static final int HOLD_EVERY = 10;

  private final App app;
  private final FollowerApps apps;
  private final FollowerStore followers;
  private final FollowerImports imports;
  private final String holder;
  private final Duration lease;
  private final Pace pace;
  private final BooleanSupplier stopped;
  private FollowerImport now;
  private String lastUnlisted = "";
  private int begun;

  /** How it ended, for now or for good. */
  sealed interface End {
    record Done() implements End {}

    record Failed(Map<String, String> problem) implements End {}

    /**
     * Not now.
     *
     * @param in null to leave the pause to the back-off
     */
    record Later(@Nullable Duration in, Map<String, String> problem) implements End {}

    /** Somebody else has it by now. */
    record Lost() implements End {}
  }

  ImportRun(
      FollowerImport now,
      App app,
      FollowerApps apps,
      FollowerStore followers,
      FollowerImports imports,
      String holder,
      Duration lease,
      Pace pace,
      BooleanSupplier stopped) {
    this.now = now;
    this.app = app;
    this.apps = apps;
    this.followers = followers;
    this.imports = imports;
    this.holder = holder;
    this.lease = lease;
    this.pace = pace;
    this.stopped = stopped;
  }

  End run() {
    End end = null;
    while (end == null) {
      end =
          stopped.getAsBoolean()
              ? new End.Later(Duration.ZERO, Map.of())
              : now.listed() ? unlisted() : page();
    }
    return end;
  }

  private @Nullable End page() {
    pace.await();
    Finding<Listed> finding =
        apps.ask(
            app, (source, token) -> source.list(token, now.cursor(), FollowerApps.ANSWER_WITHIN));
    if (finding instanceof Finding.Found<Listed>(Listed listed)) {
      return page(listed);
    }
    if (finding instanceof Finding.NotThisOne
        && !now.cursor().isEmpty()
        && begun < NEW_BEGINNINGS) {
      begun++;
      return advance(List.of(), Map.of(), Set.of(), null, "", false);
    }
    return end(finding);
  }

  private @Nullable End page(Listed listed) {
    List<String> left = imports.unseen(now.id(), app.name(), listed.openids());
    int atOnce = apps.atOnce(app);
    for (int from = 0; from < left.size(); from += atOnce) {
      List<String> some = left.subList(from, Math.min(left.size(), from + atOnce));
      End end =
          stopped.getAsBoolean()
              ? new End.Later(Duration.ZERO, Map.of())
              : ask(some, listed.total(), now.cursor());
      if (end != null) {
        return end;
      }
    }
    return advance(
        List.of(), Map.of(), Set.of(), listed.total(), listed.next(), listed.next().isEmpty());
  }

  private @Nullable End unlisted() {
    List<String> some = imports.unlisted(now, lastUnlisted, apps.atOnce(app));
    if (some.isEmpty()) {
      return new End.Done();
    }
    End end = ask(some, null, now.cursor());
    lastUnlisted = some.getLast();
    return end;
  }

  private @Nullable End ask(List<String> openids, @Nullable Long total, String cursor) {
    Map<String, Long> seen = followers.revisions(app.name(), openids);
    pace.await();
    Finding<List<Told>> finding =
        apps.ask(
            app, (source, token) -> source.askSeveral(token, openids, FollowerApps.ANSWER_WITHIN));
    if (finding instanceof Finding.Found<List<Told>>(List<Told> told)) {
      Set<String> asked = new HashSet<>(openids);
      List<Told> meant = told.stream().filter(one -> asked.contains(one.openid())).toList();
      return advance(meant, seen, asked, total, cursor, now.listed());
    }
    // One whom the vendor does not know spoils it for all.
    return finding instanceof Finding.NotThisOne
        ? oneByOne(openids, seen, total, cursor)
        : end(finding);
  }

  private @Nullable End oneByOne(
      List<String> openids, Map<String, Long> seen, @Nullable Long total, String cursor) {
    List<Told> told = new ArrayList<>();
    for (int i = 0; i < openids.size(); i++) {
      String openid = openids.get(i);
      pace.await();
      Finding<Told> finding =
          apps.ask(app, (source, token) -> source.ask(token, openid, FollowerApps.ANSWER_WITHIN));
      if (finding instanceof Finding.Found<Told>(Told one)) {
        told.add(one);
      } else if (!(finding instanceof Finding.NotThisOne)) {
        return end(finding);
      }
      if (i % HOLD_EVERY == 0 && !hold()) {
        return new End.Lost();
      }
    }
    return advance(told, seen, new HashSet<>(openids), total, cursor, now.listed());
  }

  private boolean hold() {
    return advance(List.of(), Map.of(), Set.of(), null, now.cursor(), now.listed()) == null;
  }

  private @Nullable End advance(
      List<Told> told,
      Map<String, Long> seen,
      Set<String> settled,
      @Nullable Long total,
      String cursor,
      boolean listed) {
    boolean held =
        imports.advance(
            now.id(),
            holder,
            lease,
            new FollowerImports.Step(told, seen, settled, total, cursor, listed));
    if (!held) {
      return new End.Lost();
    }
    now = now.at(cursor, listed);
    return null;
  }

  private static End end(Finding<?> finding) {
    return switch (finding) {
      case Finding.Found<?> found -> throw new IllegalStateException("no end: " + found);
      case Finding.NotThisOne<?>(VendorError why) -> new End.Failed(problem(why));
      case Finding.AppRefused<?>(VendorError why) -> new End.Failed(problem(why));
      case Finding.TokenDead<?>(VendorError why) -> new End.Later(null, problem(why));
      case Finding.Unavailable<?>(VendorError why, boolean _) -> new End.Later(null, problem(why));
      case Finding.TooMany<?>(VendorError why, Duration wait) ->
          new End.Later(wait.isZero() ? UNTIL_THE_DAY_ENDS : wait, problem(why));
    };
  }

  /** By the names that problems have. */
  static Map<String, String> problem(VendorError why) {
    Map<String, String> problem = new LinkedHashMap<>();
    problem.put("vendor_code", why.code());
    problem.put("vendor_message", why.message());
    problem.put("what_to_do", why.whatToDo().english());
    problem.put("what_to_do_zh", why.whatToDo().chinese());
    problem.values().removeIf(String::isEmpty);
    return problem;
  }
}
