package io.lingpai.server.proxy;

import io.lingpai.credential.CredentialKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls that the vendor refused with a token that lives. There are paths where it always does; what
 * they say of the token is not looked into again for a while, longer each time; that some other
 * call went through there means nothing, for who calls chooses which. So neither a broken caller
 * nor a hostile one has more than a few checks an hour made in its name, and everybody else's
 * refusals are heard as before.
 */
final class FalseAlarms {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  /** Who has cried wolf in as many places is not listened to in others until one is forgotten. */
  private static final int PLACES_EACH = 3;

  private final Map<Voice, Map<String, Alarm>> alarms = new ConcurrentHashMap<>();

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

    boolean isRemembered(Instant now) {
      return now.isBefore(until.plus(FORGOTTEN_AFTER));
    }
  }

  /** Whether what is said there is not worth looking into. */
  boolean unheeded(Place place, Instant now) {
    Map<String, Alarm> its = alarms.getOrDefault(place.voice(), Map.of());
    Alarm here = its.get(place.path);
    if (here != null) {
      return here.stands(now);
    }
    return its.values().stream().filter(alarm -> alarm.isRemembered(now)).count() >= PLACES_EACH;
  }

  /** The token was found alive, or a new one refused as well. */
  void raised(Place place, Instant now) {
    alarms.compute(
        place.voice(),
        (voice, before) -> {
          Map<String, Alarm> its = new HashMap<>(before == null ? Map.of() : before);
          its.values().removeIf(alarm -> !alarm.isRemembered(now));
          Alarm last = its.get(place.path);
          if (last == null || !last.stands(now)) {
            Duration pause = last == null ? FIRST_PAUSE : last.pause.multipliedBy(2);
            Duration most = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
            its.put(place.path, new Alarm(now.plus(most), most));
          }
          return Map.copyOf(its);
        });
  }
}
