package io.lingpai.sandbox.callback;

import io.lingpai.sandbox.vendor.Values;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends pushes, waits five seconds for each answer and tries again where none comes. Never blocks
 * its callers. Boxes can be held, doubled and delayed. Safe for many threads.
 */
public final class PostOffice implements AutoCloseable {
  private static final int KEPT = 20_000;
  private static final int AT_ONCE = 128;

  /** In which order what was held goes out. */
  public enum Order {
    AS_IT_CAME,
    NEWEST_FIRST,
    SHUFFLED
  }

  private static final class Box {
    boolean held;
    int copies = 1;
    Duration delay = Duration.ZERO;
    final List<Delivery> waiting = new ArrayList<>();
  }

  private final InstantSource clock;
  private final Values values;
  private final ScheduledThreadPoolExecutor hands;
  private final Map<String, Box> boxes = new HashMap<>();
  private final Deque<Delivery> deliveries = new ArrayDeque<>();
  private final Deque<Runnable> queue = new ArrayDeque<>();
  private final AtomicLong numbers = new AtomicLong();
  private final Random order = new Random(1);
  private int underway;
  private volatile int era;
  private volatile PushRules rules = PushRules.usual();
  private @Nullable HttpClient client;

  public PostOffice(InstantSource clock, Values values) {
    this.clock = clock;
    this.values = values;
    this.hands =
        new ScheduledThreadPoolExecutor(
            2,
            work -> {
              Thread thread = new Thread(work, "sandbox-post");
              thread.setDaemon(true);
              return thread;
            });
    hands.setRemoveOnCancelPolicy(true);
    // What comes after the end is nobody's any more.
    hands.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  public void rules(PushRules more) {
    rules = more;
  }

  public PushRules rules() {
    return rules;
  }

  /** Sends it, as many times as its box says; the first copy comes back. */
  public Delivery send(Push push) {
    List<Delivery> copies = new ArrayList<>();
    Duration delay;
    boolean held;
    synchronized (this) {
      Box box = box(push.box());
      for (int i = 0; i < box.copies; i++) {
        copies.add(record(push));
      }
      held = box.held;
      delay = box.delay;
      if (held) {
        copies.forEach(copy -> copy.now(Delivery.Outcome.HELD));
        box.waiting.addAll(copies);
      }
    }
    if (!held) {
      copies.forEach(copy -> start(copy, delay));
    }
    return copies.get(0);
  }

  private Delivery record(Push push) {
    Delivery delivery = new Delivery(numbers.incrementAndGet(), push, clock.instant());
    deliveries.addLast(delivery);
    if (deliveries.size() > KEPT) {
      deliveries.removeFirst();
    }
    return delivery;
  }

  private Box box(String name) {
    return boxes.computeIfAbsent(name, unused -> new Box());
  }

  /** Keeps everything of this box back until it is released. */
  public synchronized void hold(String box) {
    box(box).held = true;
  }

  /** Sends what was held, and holds nothing from now on. */
  public void release(String box, Order how) {
    List<Delivery> waiting;
    synchronized (this) {
      Box released = box(box);
      released.held = false;
      waiting = new ArrayList<>(released.waiting);
      released.waiting.clear();
      switch (how) {
        case AS_IT_CAME -> {}
        case NEWEST_FIRST -> Collections.reverse(waiting);
        case SHUFFLED -> Collections.shuffle(waiting, order);
      }
    }
    for (Delivery delivery : waiting) {
      delivery.now(Delivery.Outcome.UNDERWAY);
      start(delivery, Duration.ZERO);
    }
  }

  /** From now on each push of this box goes out so many times. */
  public synchronized void copies(String box, int times) {
    if (times < 1) {
      throw new IllegalArgumentException("copies: " + times + " (expected: 1 or more)");
    }
    box(box).copies = times;
  }

  /** From now on each push of this box goes out so much later. */
  public synchronized void delay(String box, Duration later) {
    box(box).delay = later;
  }

  public synchronized boolean holds(String box) {
    return box(box).held;
  }

  /** The newest last. */
  public synchronized List<Delivery> all() {
    return List.copyOf(deliveries);
  }

  public List<Delivery> to(String account, String kind) {
    return all().stream()
        .filter(one -> one.push().account().equals(account) && one.push().kind().equals(kind))
        .toList();
  }

  public Optional<Delivery> last(String account, String kind) {
    List<Delivery> found = to(account, kind);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
  }

  private void start(Delivery delivery, Duration delay) {
    int since = era;
    Envelope envelope = envelope(delivery.push());
    ScheduledFuture<?> unused =
        later(delay, () -> enqueue(() -> attempt(delivery, envelope, since)));
  }

  private Envelope envelope(Push push) {
    return Envelope.of(push, clock.instant(), values);
  }

  private ScheduledFuture<?> later(Duration delay, Runnable work) {
    return hands.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** At most so many at once: ten thousand accounts must not mean ten thousand connections. */
  private void enqueue(Runnable attempt) {
    synchronized (this) {
      if (underway >= AT_ONCE) {
        queue.addLast(attempt);
        return;
      }
      underway++;
    }
    attempt.run();
  }

  private void done() {
    Runnable next;
    synchronized (this) {
      next = queue.pollFirst();
      if (next == null) {
        underway--;
        return;
      }
    }
    ScheduledFuture<?> unused = later(Duration.ZERO, next);
  }

  private void attempt(Delivery delivery, Envelope envelope, int since) {
    if (since != era) {
      done();
      return;
    }
    PushRules patience = rules;
    Instant at = clock.instant();
    long began = System.nanoTime();
    CompletableFuture<HttpResponse<String>> answer = post(envelope, patience);
    // The request's own time-out ends with the headers.
    ScheduledFuture<?> guard = later(patience.timeout(), () -> answer.cancel(true));
    CompletableFuture<?> unused =
        answer.whenComplete(
            (response, failure) -> {
              guard.cancel(false);
              done();
              long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
              int status = response == null ? 0 : response.statusCode();
              String said = response == null ? String.valueOf(failure) : response.body();
              int made = delivery.attempted(new Delivery.Attempt(at, millis, status, said));
              if (status == 200) {
                settle(delivery, Reply.read(delivery.push(), said));
              } else if (made < patience.attempts() && since == era) {
                again(delivery, envelope, patience, millis, since);
              } else {
                delivery.ends(Delivery.Outcome.UNANSWERED, Reply.NONE);
              }
            });
  }

  private CompletableFuture<HttpResponse<String>> post(Envelope envelope, PushRules patience) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(envelope.url()))
              .timeout(patience.timeout())
              .header("Content-Type", envelope.contentType())
              .header("User-Agent", "Mozilla/4.0")
              .POST(BodyPublishers.ofString(envelope.body()))
              .build();
      return client().sendAsync(request, BodyHandlers.ofString());
    } catch (IllegalArgumentException notAnAddress) {
      return CompletableFuture.failedFuture(notAnAddress);
    }
  }

  private void again(
      Delivery delivery, Envelope envelope, PushRules patience, long spent, int since) {
    Duration left = patience.between().minusMillis(spent);
    ScheduledFuture<?> unused =
        later(
            left.isNegative() ? Duration.ZERO : left,
            () -> {
              Envelope next = patience.signsAnew() ? envelope(delivery.push()) : envelope;
              enqueue(() -> attempt(delivery, next, since));
            });
  }

  private static void settle(Delivery delivery, Reply reply) {
    if (!reply.trouble().isEmpty()) {
      delivery.ends(Delivery.Outcome.MISUNDERSTOOD, reply);
    } else if (reply.fields().isEmpty()) {
      delivery.ends(Delivery.Outcome.TAKEN, reply);
    } else {
      delivery.ends(Delivery.Outcome.REPLIED, reply);
    }
  }

  /**
   * What WeChat does before it accepts a callback URL: a GET whose {@code echostr} must come back.
   */
  public CompletableFuture<Boolean> verify(Callback callback) {
    String echo = values.digits(19);
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(Envelope.handshake(callback, echo, clock.instant(), values)))
            .timeout(rules.timeout())
            .GET()
            .build();
    return client()
        .sendAsync(request, BodyHandlers.ofString())
        .handle(
            (response, failure) ->
                response != null && response.statusCode() == 200 && response.body().equals(echo));
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(Duration.ofSeconds(5))
              .build();
    }
    return client;
  }

  /** Does this again and again until closed; one failure does not end it. */
  public void every(Duration interval, Runnable work) {
    Runnable unfailing =
        () -> {
          try {
            work.run();
          } catch (RuntimeException next) {
            // Whoever is due is due at the next tick, too.
            Thread.onSpinWait();
          }
        };
    long millis = interval.toMillis();
    ScheduledFuture<?> unused =
        hands.scheduleWithFixedDelay(unfailing, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Forgets everything; what is still to be tried again is not. */
  public synchronized void reset() {
    era++;
    boxes.clear();
    deliveries.clear();
    queue.clear();
    rules = PushRules.usual();
  }

  @Override
  public void close() {
    hands.shutdownNow();
  }
}
