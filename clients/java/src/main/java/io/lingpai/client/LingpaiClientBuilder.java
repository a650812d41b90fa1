package io.lingpai.client;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a client is to be. Begin at {@link LingpaiClient#at}. Not for several threads. */
public final class LingpaiClientBuilder {

  private static final Pattern KEY = Pattern.compile("lpk_[A-Za-z0-9]+_[A-Za-z0-9_]+");
  // Not as java.net.URI has it: Docker's names have underscores, which are no host there.
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?<base>(?i:https?)://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:(?<port>[0-9]{1,5}))?"
              + "(/[A-Za-z0-9._~/-]*?)??)/*");
  private static final int LARGEST_PORT = 65_535;
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int THREADS = 2;

  private final List<URI> nodes = new ArrayList<>();
  private @Nullable String key;
  private Duration connectWithin = Duration.ofSeconds(2);
  // The server itself waits up to 25 seconds for the vendor when it has nothing to serve.
  private Duration answerWithin = Duration.ofSeconds(30);
  private Duration patience = Duration.ofSeconds(1);
  private boolean listening;
  private Transport transport = new UrlTransport();
  private LongSupplier nanoTime = System::nanoTime;

  LingpaiClientBuilder(String... nodes) {
    for (String node : nodes) {
      this.nodes.add(address(node));
    }
    if (this.nodes.isEmpty()) {
      throw new IllegalArgumentException("nodes: none (expected: one at least)");
    }
  }

  private static URI address(@Nullable String node) {
    // Null where the environment does not name a node: no address like any other.
    Matcher parts = ADDRESS.matcher(node == null ? "" : node);
    String port = parts.matches() ? parts.group("port") : null;
    if (!parts.matches() || (port != null && !isPort(port))) {
      throw new IllegalArgumentException(
          "a node's address (expected: http or https, a host, perhaps a port and a path; no user,"
              + " query or fragment)");
    }
    return URI.create(parts.group("base"));
  }

  private static boolean isPort(String port) {
    int number = Integer.parseInt(port);
    return number > 0 && number <= LARGEST_PORT;
  }

  /**
   * The key, {@code lpk_…}, with the grants for what is called: needed.
   *
   * @param key may be what {@code System.getenv} gave; null is refused as any other text that is no
   *     key
   */
  public LingpaiClientBuilder key(@Nullable String key) {
    if (key == null) {
      throw new IllegalArgumentException("key: none (expected: lpk_<id>_<secret>)");
    }
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("key (expected: lpk_<id>_<secret>)");
    }
    this.key = key;
    return this;
  }

  /** How long a connection to a node may take to come about; usually two seconds. */
  public LingpaiClientBuilder connectWithin(Duration connectWithin) {
    this.connectWithin = checked("connectWithin", connectWithin);
    return this;
  }

  /**
   * How long a node may say nothing, and how long its answer may take until it is whole, before the
   * next is asked; usually thirty seconds.
   */
  public LingpaiClientBuilder answerWithin(Duration answerWithin) {
    this.answerWithin = checked("answerWithin", answerWithin);
    return this;
  }

  /**
   * How long callers wait for the server when there is a value that lives but that nothing is
   * promised about any more; usually one second, counted from when the first of them asked. After
   * that they get that value.
   */
  public LingpaiClientBuilder patience(Duration patience) {
    this.patience = checked("patience", patience);
    return this;
  }

  /**
   * Listens to the server's events in one daemon thread, so that a new value is here a moment after
   * it is there, planned or not. Needs the grant {@code watch}; without it everything else works,
   * and listening is tried again every minute.
   */
  public LingpaiClientBuilder listening() {
    this.listening = true;
    return this;
  }

  /** Another way for requests to travel. */
  public LingpaiClientBuilder transport(Transport transport) {
    this.transport = transport;
    return this;
  }

  /** Another clock, for tests: nanoseconds that never go backwards. */
  public LingpaiClientBuilder nanoTime(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    return this;
  }

  /** The client. Nothing is asked yet. */
  public LingpaiClient build() {
    if (key == null) {
      throw new IllegalStateException("key: none (expected: lpk_<id>_<secret>)");
    }
    Nodes all = new Nodes(nodes, key, transport, connectWithin, answerWithin);
    LingpaiClient client = new LingpaiClient(all, nanoTime, threads(), patience, listening);
    client.listen();
    return client;
  }

  // Gone when idle, and never what keeps a process alive.
  private static ThreadPoolExecutor threads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "lingpai-client");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  private static Duration checked(String name, Duration value) {
    if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: 1 ms to 10 minutes)");
    }
    return value;
  }
}
