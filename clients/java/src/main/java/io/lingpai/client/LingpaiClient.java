package io.lingpai.client;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Credentials, signatures and logins of a Lingpai server. One client per process is enough: it is
 * safe for many threads, and its cache is what makes it cheap.
 *
 * <p>Every call blocks until there is an answer, at most the time-outs of {@link
 * LingpaiClientBuilder} per node, and throws {@link LingpaiProblem} when the server says no, {@link
 * LingpaiUnreachable} when no node answers. Apps and kinds are named as at the server; letters,
 * digits, hyphens and underscores.
 */
public final class LingpaiClient implements AutoCloseable {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}");
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final int ROOM = 1_000;

  private final Nodes nodes;
  private final LongSupplier nanoTime;
  private final ExecutorService behind;
  private final Duration patience;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();
  private final Map<String, Question<Credential>> reports = new ConcurrentHashMap<>();
  private final @Nullable Listener listener;
  private volatile int room = ROOM;

  LingpaiClient(
      Nodes nodes,
      LongSupplier nanoTime,
      ExecutorService behind,
      Duration patience,
      boolean listening) {
    this.nodes = nodes;
    this.nanoTime = nanoTime;
    this.behind = behind;
    this.patience = patience;
    this.listener = listening ? new Listener(nodes, new Doubts()) : null;
  }

  /**
   * Begins a client of the server at these addresses, such as {@code http://lingpai:8800}, in the
   * order in which they are tried.
   */
  public static LingpaiClientBuilder at(String... nodes) {
    return new LingpaiClientBuilder(nodes);
  }

  void listen() {
    if (listener != null) {
      Thread thread = new Thread(listener, "lingpai-client-events");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /**
   * The current value: from memory while the server's promise on it lasts, and asked for again
   * before it ends. When no node answers, a value is served for as long as it lives.
   */
  public Credential credential(String app, String kind) {
    return kept(app, kind).read();
  }

  /**
   * Waits for a version newer than this one.
   *
   * @param version such as {@link Credential#version()}, not negative
   * @param atMost whole seconds, up to a minute
   * @return empty when there was none in that time
   */
  public Optional<Credential> newerThan(String app, String kind, long version, Duration atMost) {
    if (version < 0 || atMost.isNegative() || atMost.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException(
          "version " + version + ", atMost " + atMost + " (expected: >= 0, 0 to 60 seconds)");
    }
    Kept one = kept(app, kind);
    long asked = nanoTime.getAsLong();
    String question =
        path(app, kind)
            + "?newer_than="
            + version
            + "&wait="
            + TimeUnit.MILLISECONDS.toSeconds(atMost.toMillis());
    return nodes
        .waitFor(question, atMost, said -> new Credential(app, kind, said))
        .map(said -> one.take(said, asked));
  }

  /**
   * Reports a value that the vendor called dead, and returns what to use instead: the same value if
   * the server found it alive. Threads that report the same value at once are one report. Needs the
   * grant {@code renew}.
   */
  public Credential rejected(String app, String kind, String value) {
    Kept one = kept(app, kind);
    Credential current = one.peek();
    if (current != null && !current.value().equals(value)) {
      return one.read();
    }
    String dead = path(app, kind) + " " + value;
    Question<Credential> report =
        reports.computeIfAbsent(
            dead, unused -> new Question<>(() -> report(app, kind, value, one)));
    try {
      Credential said = report.ask();
      return said == null ? rejected(app, kind, value) : said;
    } finally {
      reports.remove(dead, report);
    }
  }

  private Credential report(String app, String kind, String value, Kept one) {
    long asked = nanoTime.getAsLong();
    byte[] question = Json.write(Collections.singletonMap("rejected", value));
    Optional<Credential> said =
        nodes.post(
            path(app, kind) + "/renewals",
            question,
            fields ->
                fields.has("value")
                    ? Optional.of(new Credential(app, kind, fields))
                    : Optional.empty());
    // A key that may not read gets no value here, nor could it have had one to report.
    return said.isPresent() ? one.replace(said.get(), asked) : one.read();
  }

  /**
   * Calls the vendor with the current token. If the answer says that the token is dead, reports it
   * and calls once more with another; a vendor that refuses a token known good is believed. When
   * the report itself fails, the vendor's first answer is handed back.
   *
   * @param isDead for WeChat: {@code errcode} is 40001, 40014 or 42001
   */
  public <T, E extends Exception> T withToken(
      String app, String kind, TokenCall<T, E> call, Predicate<? super T> isDead) throws E {
    Credential first = credential(app, kind);
    T answer = call.with(first.value());
    if (!isDead.test(answer)) {
      return answer;
    }
    Credential second;
    try {
      second = rejected(app, kind, first.value());
    } catch (LingpaiException e) {
      return answer;
    }
    return second.value().equals(first.value()) ? answer : call.with(second.value());
  }

  /** Signs a page for the vendor's JS-SDK; {@code url} is what the page's {@code location} says. */
  public Signature signature(String app, String url) {
    return signature(app, Collections.singletonMap("url", url));
  }

  /** Signs with other fields, such as {@code use} and {@code card_id}; see the server's API. */
  public Signature signature(String app, Map<String, String> fields) {
    return nodes.post(path(app) + "/signatures", Json.write(fields), Signature::new);
  }

  /**
   * Logs somebody in to a mini program. The identical request again within five minutes gives the
   * same answer, so that repeating it after {@link LingpaiUnreachable} is safe.
   */
  public Login login(String app, LoginRequest request) {
    return nodes.post(path(app) + "/logins", request.json(), Login::new);
  }

  /**
   * Logs the visitor of a web page in, with the code that the redirect from an official account's
   * authorization brought. What a mini program signs or encrypts has no place in the request.
   * Repeating it is as safe as for {@link #login}.
   */
  public Login oauthLogin(String app, LoginRequest request) {
    return nodes.post(path(app) + "/oauth-logins", request.json(), Login::new);
  }

  /**
   * Logs an employee in with the code that DingTalk gave to a page inside its client.
   *
   * <p>The code is good once: where an answer was lost on its way, the next one is the problem
   * {@code code-invalid}, and the page needs another code.
   *
   * @param url the page's, as its {@code location.href} says
   */
  public EmployeeLogin employeeLogin(String app, String authCode, String url) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("auth_code", authCode);
    fields.put("url", url);
    return nodes.post(path(app) + "/employee-logins", Json.write(fields), EmployeeLogin::new);
  }

  /** The same with the {@code authCode} that DingTalk's login page came back to a browser with. */
  public EmployeeLogin employeeLoginInBrowser(String app, String authCode) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("auth_code", authCode);
    fields.put("from", "browser");
    return nodes.post(path(app) + "/employee-logins", Json.write(fields), EmployeeLogin::new);
  }

  /** Whose session this is. Not cached: a revoked session is over at once. */
  public Introspection introspect(String session) {
    byte[] question = Json.write(Collections.singletonMap("session", session));
    return nodes.post("/api/v1/sessions/introspections", question, Introspection::new);
  }

  /** Logs out: ends this session. One that is over already is no failure. */
  public void revoke(String session) {
    byte[] question = Json.write(Collections.singletonMap("session", session));
    nodes.post("/api/v1/sessions/revocations", question, said -> said);
  }

  /**
   * Ends listening; nothing more is asked in the background. What is kept goes on being served. It
   * waits for nothing: the daemon thread that listened ends with the next thing the server says,
   * within fifteen seconds, and the others within ten when they are idle.
   */
  @Override
  public void close() {
    behind.shutdown();
    if (listener != null) {
      listener.close();
    }
  }

  @Override
  public String toString() {
    return "LingpaiClient of " + nodes;
  }

  private Kept kept(String app, String kind) {
    String path = path(app, kind);
    Kept one = kept.get(path);
    if (one != null) {
      return one;
    }
    makeRoom();
    return kept.computeIfAbsent(
        path,
        unused ->
            new Kept(
                () -> nodes.get(path, said -> new Credential(app, kind, said)),
                nanoTime,
                behind,
                patience));
  }

  // Whoever passes on names that strangers send must not run out of memory by it.
  private void makeRoom() {
    if (kept.size() >= room) {
      long now = nanoTime.getAsLong();
      kept.values().removeIf(one -> one.isIdle(now));
      room = Math.max(ROOM, 2 * kept.size());
    }
  }

  /** How many credentials are kept, or known not to be there. */
  int remembered() {
    return kept.size();
  }

  private static String path(String app, String kind) {
    return path(app) + "/credentials/" + name(kind);
  }

  private static String path(String app) {
    return "/api/v1/apps/" + name(app);
  }

  private static String name(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a name of an app or kind (expected: " + NAME + ")");
    }
    return name;
  }

  /** What to do about what is heard. */
  private final class Doubts implements Listener.Heard {

    @Override
    public void version(String app, String kind, long version) {
      Kept one = kept.get("/api/v1/apps/" + app + "/credentials/" + kind);
      if (one != null) {
        one.heard(version);
      }
    }

    @Override
    public void begun() {
      kept.values().forEach(Kept::doubt);
    }

    // Each is asked for once more, which ends it where the server says the same.
    @Override
    public void keyIsDead() {
      kept.values().forEach(Kept::doubt);
    }
  }
}
