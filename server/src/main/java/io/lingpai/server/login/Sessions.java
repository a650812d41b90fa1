package io.lingpai.server.login;

import io.lingpai.server.access.KeyText;
import io.lingpai.session.Session;
import io.lingpai.session.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Sessions as their holders show them: {@code lps_} and 256 random bits, of which the store has a
 * hash. Where use lengthens a login, the end is moved only when that moves it by more than a
 * twentieth of the whole, so that most questions write nothing.
 */
public final class Sessions {

  private static final String PREFIX = "lps_";
  private static final int LONGEST = 256;
  private static final int PARTS = 20;
  private static final Duration LONGEST_STEP = Duration.ofHours(1);

  private final SessionStore store;
  private final Predicate<String> serves;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Duration life;
  private final boolean sliding;

  /**
   * @param serves whether an app is served: sessions of one that is not sleep
   * @param random unpredictable
   * @param sliding does use lengthen a login
   */
  public Sessions(
      SessionStore store,
      Predicate<String> serves,
      InstantSource clock,
      RandomGenerator random,
      Duration life,
      boolean sliding) {
    this.store = store;
    this.serves = serves;
    this.clock = clock;
    this.random = random;
    this.life = life;
    this.sliding = sliding;
  }

  /** A session that nobody has yet. */
  public String newText() {
    return PREFIX + KeyText.newSecret(random);
  }

  /** What is stored of a session. */
  public static String id(String text) {
    return Hashes.of("session", text);
  }

  /** When a session that begins then ends. */
  public Instant end(Instant from) {
    return from.plus(life);
  }

  /** The open session behind what somebody shows, lengthened by being used. */
  public Optional<Session> find(String text) {
    if (text.length() > LONGEST || !text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    return store
        .find(id(text))
        .filter(session -> session.activeAt(now) && serves.test(session.app()))
        .map(session -> lengthened(session, now));
  }

  /** The open session of an app, or the refusal of one. */
  public Session required(String app, String text) {
    return find(text)
        .filter(session -> session.app().equals(app))
        .orElseThrow(LoginProblems::sessionInvalid);
  }

  private Session lengthened(Session session, Instant now) {
    Instant end = end(now);
    Duration gained = Duration.between(session.expiresAt(), end);
    Duration step = life.dividedBy(PARTS);
    Duration worthIt = step.compareTo(LONGEST_STEP) < 0 ? step : LONGEST_STEP;
    if (!sliding || gained.compareTo(worthIt) < 0) {
      return session;
    }
    store.prolong(session.id(), end);
    return new Session(
        session.id(), session.app(), session.holder(), session.startedAt(), end, null);
  }
}
