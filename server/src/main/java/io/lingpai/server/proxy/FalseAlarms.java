package io.lingpai.server.proxy;

import io.lingpai.credential.CredentialKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls that the vendor refused with a token that lives. There are paths where it always does; what
 * they say of the token is not looked into again for a while, longer each time, up to a minute;
 * that some other call went through there means nothing, for who calls chooses which. Who raises
 * very many in a day is heard twice an hour. So neither a broken caller nor a hostile one has more
 * than some hundred checks a day made in its name, everybody else's refusals are heard as before,
 * and after an hour of the vendor's own confusion a token that dies is still found dead within a
 * minute.
 */
final class FalseAlarms {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** Who has raised as many is heard rarely for the rest of the day. */
  private static final int MANY = 100;

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration RARELY = Duration.ofMinutes(30);

  /** Who has cried wolf in more places than these has one pause for all of them together. */
  private static final int PLACES_EACH = 3;

  private static final String EVERYWHERE = "";

  private final Map<Voice, History> histories = new ConcurrentHashMap<>();

  /** A path that somebody calls with a credential. */
  record Place(CredentialKey key, String keyId, String path) {
    private Voice voice() {
      return new Voice(key, keyId);
    }
  }

  private record Voice(CredentialKey key, String keyId) {}

  private record Alarm(Instant until, Duration pause) {
    boolean stands(Instant now) {
      return now.isBefore(until);
    }
  }

  /** What one voice has raised within a day. */
  private record History(Instant since, int raised, Instant last, Map<String, Alarm> alarms) {

    boolean isOver(Instant now) {
      return !now.isBefore(since.plus(DAY));
    }

    @Nullable Alarm at(String path) {
      return alarms.get(slot(path));
    }

    private String slot(String path) {
      boolean apart = alarms.containsKey(path) || alarms.size() < PLACES_EACH;
      return apart && !alarms.containsKey(EVERYWHERE) ? path : EVERYWHERE;
    }

    boolean isUnheeded(String path, Instant now) {
      if (isOver(now)) {
        return false;
      }
      if (raised >= MANY) {
        return now.isBefore(last.plus(RARELY));
      }
      Alarm alarm = at(path);
      return alarm != null && alarm.stands(now);
    }

    History plus(String path, Instant now) {
      Alarm before = at(path);
      Duration doubled = before == null ? FIRST_PAUSE : before.pause.multipliedBy(2);
      Duration pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
      Map<String, Alarm> all = new HashMap<>(alarms);
      all.put(slot(path), new Alarm(now.plus(pause), pause));
      return new History(since, raised + 1, now, Map.copyOf(all));
    }

    History minus(String path) {
      Map<String, Alarm> all = new HashMap<>(alarms);
      all.remove(slot(path));
      return new History(since, raised, last, Map.copyOf(all));
    }
  }

  /** Whether what is said there is not worth looking into. */
  boolean unheeded(Place place, Instant now) {
    History its = histories.get(place.voice());
    return its != null && its.isUnheeded(place.path, now);
  }

  /** The token was found alive, or a new one refused as well; many at the same time are one. */
  void raised(Place place, Instant now) {
    histories.compute(
        place.voice(),
        (voice, before) -> {
          History its =
              before == null || before.isOver(now) ? new History(now, 0, now, Map.of()) : before;
          return its.isUnheeded(place.path, now) ? its : its.plus(place.path, now);
        });
  }

  /** The token was dead indeed. */
  void wasRight(Place place) {
    histories.computeIfPresent(place.voice(), (voice, its) -> its.minus(place.path));
  }
}
