package io.lingpai.server.api;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What became of calls, as it is counted. A vendor's codes are the vendor's to choose: one that is
 * longer or odder than any that is known, or one more than any vendor has, is counted under one
 * heading. A metric with a line for each would grow without end, and a table might not take it.
 */
public final class Outcomes {

  static final int EACH = 200;
  static final String OTHER = "(other)";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  /** Our own words, which are told whatever the vendor said before. */
  private static final Set<String> OURS =
      Set.of("ok", "lost", "hung_up", "unreachable", "unreadable");

  private final Map<String, Set<String>> ofApps = new ConcurrentHashMap<>();

  /** The heading for what became of a call for an app. */
  public String heading(String app, String outcome) {
    Set<String> known = ofApps.computeIfAbsent(app, unused -> ConcurrentHashMap.newKeySet());
    if (OURS.contains(outcome) || known.contains(outcome)) {
      return outcome;
    }
    if (known.size() >= EACH || !PLAIN.matcher(outcome).matches()) {
      return OTHER;
    }
    known.add(outcome);
    return outcome;
  }
}
