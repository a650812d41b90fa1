package io.lingpai.server.api;

import io.lingpai.usage.Spent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was passed on to vendors, as usage tells it: by key and path, the most called first. */
public final class PassedOn {

  private final Source source;

  public PassedOn(Source source) {
    this.source = source;
  }

  /** Knows what was counted. */
  public interface Source {
    List<Spent> of(String app, LocalDate day);

    /** The vendors' day it is now. */
    LocalDate today();

    /** The first day that is still known. */
    LocalDate since();
  }

  LocalDate today() {
    return source.today();
  }

  LocalDate since() {
    return source.since();
  }

  List<Map<String, @Nullable Object>> of(String app, LocalDate day) {
    Map<Place, Sum> sums = new LinkedHashMap<>();
    for (Spent spent : source.of(app, day)) {
      sums.computeIfAbsent(new Place(spent.path(), spent.keyId()), unused -> new Sum(spent))
          .add(spent);
    }
    List<Sum> ordered = new ArrayList<>(sums.values());
    ordered.sort(
        Comparator.comparingLong((Sum sum) -> -sum.calls).thenComparing(sum -> sum.first.path()));
    return ordered.stream().map(Sum::told).toList();
  }

  private record Place(String path, String keyId) {}

  private static final class Sum {
    private final Spent first;
    private final Map<String, Long> outcomes = new TreeMap<>();
    private long calls;
    private long failures;
    private long replays;
    private long up;
    private long down;

    Sum(Spent first) {
      this.first = first;
    }

    void add(Spent spent) {
      calls += spent.calls();
      replays += spent.replays();
      up += spent.bytesUp();
      down += spent.bytesDown();
      if (!spent.outcome().equals("ok")) {
        failures += spent.calls();
        outcomes.merge(spent.outcome(), spent.calls(), Long::sum);
      }
    }

    Map<String, @Nullable Object> told() {
      Map<String, @Nullable Object> told = new LinkedHashMap<>();
      told.put("path", first.path());
      told.put("key_id", first.keyId());
      told.put("key", first.keyName());
      told.put("calls", calls);
      told.put("failures", failures);
      told.put("replays", replays);
      told.put("bytes_up", up);
      told.put("bytes_down", down);
      told.put("outcomes", outcomes);
      return told;
    }
  }
}
