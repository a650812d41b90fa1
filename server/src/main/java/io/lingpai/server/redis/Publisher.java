package io.lingpai.server.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Value;
import io.lingpai.secret.Secret;
import io.lingpai.server.config.Configuration.Publication;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Keeps Redis as it should be: looks at everything again and again, and mends what differs.
 *
 * <ol>
 *   <li>Values this node has just learnt of go first; then a round over all of them, every two
 *       seconds or as long as a round takes.
 *   <li>One script a credential compares and writes in one go ({@link Script}). It writes only what
 *       is missing, differs, or has another life than it should; and nothing at all if another node
 *       has published a later value.
 *   <li>A value that is gone while our own note beside it still stands was deleted by a client,
 *       which is how the libraries say that it is dead: a suspicion, voiced once a minute at most.
 *       After a flush the note is gone too, and nobody suspects anything.
 * </ol>
 *
 * Nothing waits for it: it owns one connection, is stepped by a thread of its own, and what Redis
 * misses meanwhile is not queued but seen in the next round.
 */
public final class Publisher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
  private static final byte[] SCRIPT = Script.TEXT.getBytes(UTF_8);

  private static final Duration BETWEEN_STEPS = Duration.ofMillis(250);
  private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(2);
  private static final Duration BETWEEN_SUSPICIONS = Duration.ofMinutes(1);

  /**
   * WxJava takes a life below two seconds for the end, and fetches for itself. More than three are
   * left of this one when the next round comes, and it is written anew.
   */
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(7);

  private static final int STEP_AT_MOST = 500;
  private static final int NEWER_IS_THERE = -1;

  private final Link link;
  private final Publications layouts;
  private final Source source;
  private final Supplier<Instant> clock;
  private final Set<CredentialKey> fresh = ConcurrentHashMap.newKeySet();
  private final Map<CredentialKey, Instant> suspected = new LinkedHashMap<>();
  private final AtomicInteger up = new AtomicInteger();
  private final Counter writes;
  private final Counter thrownAway;
  private Iterator<CredentialKey> round = List.<CredentialKey>of().iterator();
  private Instant roundBegan = Instant.MIN;
  private boolean lost;

  /**
   * @param clock the keeper's time
   */
  public Publisher(
      Secret url,
      List<Publication> publications,
      Source source,
      Supplier<Instant> clock,
      MeterRegistry metrics) {
    this.link = new Link(url);
    this.layouts = new Publications(publications);
    this.source = source;
    this.clock = clock;
    metrics.gauge("lingpai.redis.up", up);
    this.writes = metrics.counter("lingpai.redis.writes");
    this.thrownAway = metrics.counter("lingpai.redis.values.thrown.away");
  }

  /** Where values come from, and who hears that one is suspected. */
  public interface Source {
    /** All that may be published. */
    Collection<CredentialKey> keys();

    Optional<Published> find(CredentialKey key);

    /** A client has thrown this value away. Does not block. */
    void suspect(CredentialKey key, Secret value);
  }

  /** A new value is there. Does not block. */
  public void arrived(CredentialKey key) {
    fresh.add(key);
  }

  /** Does what is next, and says when to call again. Called by one thread. */
  public Duration step() {
    if (layouts.isEmpty()) {
      return BETWEEN_ROUNDS;
    }
    Set<CredentialKey> keys = next();
    try {
      publish(keys);
      found();
    } catch (JedisException e) {
      fresh.addAll(keys);
      lost(e);
      return BETWEEN_ROUNDS;
    }
    return BETWEEN_STEPS;
  }

  private Set<CredentialKey> next() {
    Set<CredentialKey> keys = new LinkedHashSet<>();
    for (Iterator<CredentialKey> it = fresh.iterator(); it.hasNext() && more(keys); ) {
      keys.add(it.next());
      it.remove();
    }
    Instant now = clock.get();
    boolean pause = now.isBefore(roundBegan.plus(BETWEEN_ROUNDS)) && !now.isBefore(roundBegan);
    if (!round.hasNext() && !pause) {
      roundBegan = now;
      round = source.keys().iterator();
    }
    while (round.hasNext() && more(keys)) {
      keys.add(round.next());
    }
    return keys;
  }

  private static boolean more(Set<CredentialKey> keys) {
    return keys.size() < STEP_AT_MOST;
  }

  private void publish(Set<CredentialKey> keys) {
    Instant now = clock.get();
    List<Due> due = new ArrayList<>();
    for (CredentialKey key : keys) {
      source.find(key).filter(it -> it.value().aliveAt(now)).ifPresent(it -> due(key, it, due));
    }
    // An exchange even without anything to write: it shows whether Redis is there.
    List<Link.Call> calls = due.stream().map(it -> call(it, now)).toList();
    List<Object> answers = link.run(SCRIPT, calls);
    for (int i = 0; i < answers.size(); i++) {
      heard(due.get(i), Outcome.of(answers.get(i)), now);
    }
  }

  private void due(CredentialKey key, Published published, List<Due> due) {
    List<Entry> entries = layouts.entries(published);
    if (!entries.isEmpty()) {
      due.add(new Due(key, published.value(), entries));
    }
  }

  private static Link.Call call(Due due, Instant now) {
    Duration rest = Duration.between(now, due.value().expiresAt());
    long life = Math.max(rest.toMillis(), SHORTEST_LIFE.toMillis());
    List<byte[]> keys = new ArrayList<>();
    keys.add(("lingpai:published:" + due.key()).getBytes(UTF_8));
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(number(due.value().answeredAt().toEpochMilli()));
    arguments.add(number(life));
    arguments.add(number(now.toEpochMilli()));
    for (Entry entry : due.entries()) {
      keys.add(entry.key().getBytes(UTF_8));
      arguments.add((entry.hash() ? "hash" : "string").getBytes(UTF_8));
      arguments.add(entry.value());
      // The hashes' readers compare it with their own clock, so it is the wall clock's.
      arguments.add(number(System.currentTimeMillis() + life));
    }
    return new Link.Call(keys, arguments);
  }

  private static byte[] number(long number) {
    return Long.toString(number).getBytes(UTF_8);
  }

  private void heard(Due due, Outcome outcome, Instant now) {
    if (outcome.wrote() == NEWER_IS_THERE) {
      return;
    }
    writes.increment((double) outcome.wrote());
    if (outcome.missed() == 0) {
      return;
    }
    thrownAway.increment((double) outcome.missed());
    suspected.values().removeIf(at -> !now.isBefore(at.plus(BETWEEN_SUSPICIONS)));
    if (suspected.putIfAbsent(due.key(), now) == null) {
      source.suspect(due.key(), due.value().secret());
    }
  }

  private void found() {
    up.set(1);
    if (lost) {
      lost = false;
      LOG.info("event=redis_back");
    }
  }

  private void lost(JedisException why) {
    up.set(0);
    if (!lost) {
      lost = true;
      LOG.warn("event=redis_lost reason=\"{}\"", Why.of(why));
    }
  }

  @Override
  public void close() {
    link.close();
  }

  private record Due(CredentialKey key, Value value, List<Entry> entries) {}

  /**
   * What the script did.
   *
   * @param missed of our own entries that were gone or changed while our note stood
   */
  private record Outcome(long wrote, long missed) {
    static Outcome of(Object answer) {
      if (answer instanceof List<?> pair
          && pair.size() == 2
          && pair.get(0) instanceof Long wrote
          && pair.get(1) instanceof Long missed) {
        return new Outcome(wrote, missed);
      }
      throw new JedisException("the script answered something else");
    }
  }
}
