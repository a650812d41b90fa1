package io.lingpai.sandbox;

import com.sun.net.httpserver.HttpServer;
import io.lingpai.sandbox.call.CallLog;
import io.lingpai.sandbox.callback.PostOffice;
import io.lingpai.sandbox.control.Control;
import io.lingpai.sandbox.dingtalk.DingTalk;
import io.lingpai.sandbox.fault.Fault;
import io.lingpai.sandbox.fault.FaultPlan;
import io.lingpai.sandbox.vendor.Values;
import io.lingpai.sandbox.wechat.WeChat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Plays the vendors over real HTTP, in this process:
 *
 * <pre>{@code
 * try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().apps(SampleApps.wechat()))) {
 *   sandbox.next(refuses(40001).on("/cgi-bin/user/info"));
 *   // point the code under test at sandbox.baseUrl()
 * }
 * }</pre>
 *
 * Safe for many threads. Closing it ends its threads and connections.
 */
public final class Sandbox implements AutoCloseable {
  /** Connections that may wait to be taken while all come at once. */
  private static final int BACKLOG = 4096;

  /** How often the vendors look at their clock, which a test may step in between. */
  private static final Duration TICK = Duration.ofMillis(25);

  private final HttpServer http;
  private final ExecutorService threads;
  private final SandboxOptions options;
  private final FaultPlan faults = new FaultPlan();
  private final CallLog calls = new CallLog();
  private final PostOffice post;
  private final WeChat wechat;
  private final DingTalk dingtalk;

  private Sandbox(HttpServer http, SandboxOptions options) {
    this.http = http;
    this.options = options;
    Values values = new Values(options.seed());
    this.post = new PostOffice(options.clock(), values);
    this.wechat =
        new WeChat(options.clock(), values, options.usualLife(), options.tokenLength(), post);
    this.dingtalk = new DingTalk(options.clock(), values, options.usualLife());
    this.threads = Executors.newCachedThreadPool(Sandbox::thread);
  }

  public static Sandbox start(SandboxOptions options) {
    // The JDK's server reads these once. Nagle's algorithm would hold each small body back for
    // some forty milliseconds, and more than 200 idle connections would be cut under their owners.
    setIfAbsent("sun.net.httpserver.nodelay", "true");
    setIfAbsent("sun.net.httpserver.maxIdleConnections", "4096");
    InetSocketAddress address = new InetSocketAddress(options.host(), options.port());
    try {
      Sandbox sandbox = new Sandbox(HttpServer.create(address, BACKLOG), options);
      sandbox.open();
      return sandbox;
    } catch (IOException occupied) {
      throw new UncheckedIOException(
          "cannot listen on "
              + options.host()
              + ":"
              + options.port()
              + ": "
              + occupied.getMessage(),
          occupied);
    }
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static final AtomicInteger THREADS = new AtomicInteger();

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "sandbox-" + THREADS.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  private void open() {
    fill();
    post.every(TICK, wechat::tick);
    Control control = new Control(wechat, dingtalk, faults, calls, this::reset);
    http.createContext(
        "/",
        new Reception(List.of(wechat, dingtalk), control::answer, faults, calls, options.clock()));
    http.setExecutor(threads);
    http.start();
  }

  /** {@code http://127.0.0.1:8801}, without a slash at the end. */
  public String baseUrl() {
    String host = options.host();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
  }

  public int port() {
    return http.getAddress().getPort();
  }

  public WeChat wechat() {
    return wechat;
  }

  public DingTalk dingtalk() {
    return dingtalk;
  }

  /** Lets this happen to the next call that fits, as many times as the fault says. */
  public void next(Fault fault) {
    faults.add(fault);
  }

  public FaultPlan faults() {
    return faults;
  }

  /** What the vendors were asked. */
  public CallLog calls() {
    return calls;
  }

  /** As it was at the start: the same apps, no faults, nothing asked, nothing issued. */
  public void reset() {
    faults.clear();
    wechat.reset();
    dingtalk.reset();
    fill();
    calls.clear();
  }

  private void fill() {
    options.wechatApps().forEach(wechat::add);
    options.wechatComponents().forEach(wechat::add);
    options.dingtalkApps().forEach(dingtalk::add);
    SampleApps.populate(dingtalk);
  }

  @Override
  public void close() {
    http.stop(0);
    post.close();
    threads.shutdownNow();
  }
}
