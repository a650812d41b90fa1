package io.lingpai.server.http;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.net.BindException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets we listen on, and the threads behind them. */
public final class Listener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private static final int PIECE = 64 * 1024;
  private static final int CONNECT_MILLIS = 5_000;
  private static final int OUTWARD_IDLE_SECONDS = 15;
  private static final int OUTWARD_CONNECTIONS = 2_048;
  private static final int OUTWARD_WAITING = 4_096;

  private final Vertx vertx;
  private final Limits limits;
  private final Observer observer;
  private final ExecutorService blocking =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());
  private final @Nullable URI egress;
  private final List<HttpServer> servers = new ArrayList<>();

  /**
   * @param egress an HTTP proxy that requests passed on go through; null without one
   */
  public Listener(Limits limits, Observer observer, @Nullable URI egress) {
    // We resolve nothing but the address to listen on; the library's own resolver costs start-up.
    System.setProperty("vertx.disableDnsResolver", "true");
    this.limits = limits;
    this.observer = observer;
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(Math.max(2, Runtime.getRuntime().availableProcessors()))
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2));
    this.egress = egress;
  }

  /**
   * Begins to serve routes at an address.
   *
   * @return the port, which the system chose if {@code port} was 0
   */
  public int listen(String host, int port, Routes routes) throws CannotListen {
    int actual = listenOnce(host, port, routes);
    // Each further server on the same port has an event loop of its own, and the library spreads
    // connections over them.
    int more = port == 0 ? 0 : Math.min(4, Runtime.getRuntime().availableProcessors()) - 1;
    for (int i = 0; i < more; i++) {
      listenOnce(host, actual, routes);
    }
    return actual;
  }

  private int listenOnce(String host, int port, Routes routes) throws CannotListen {
    // Its own connections outward: one of another event loop's would cost two hops a piece.
    HttpClient outward = vertx.createHttpClient(outwardOptions(egress), pool());
    Front front = new Front(vertx, routes, limits, blocking, observer, outward);
    HttpServer server =
        vertx
            .createHttpServer(options())
            .requestHandler(front::handle)
            .invalidRequestHandler(front::unreadable)
            .connectionHandler(front::connected);
    try {
      // Whoever listens from a thread of ours gets the event loop that this thread had before.
      Deployable onItsOwnLoop = unused -> server.listen(port, host);
      vertx
          .deployVerticle(onItsOwnLoop)
          .toCompletionStage()
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new CannotListen(host, port, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new CannotListen(host, port, e);
    }
    servers.add(server);
    return server.actualPort();
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setMaxInitialLineLength(limits.lineAtMost())
        .setMaxHeaderSize(limits.headersAtMost())
        .setHandle100ContinueAutomatically(false)
        .setHttp2ClearTextEnabled(false)
        .setTcpNoDelay(true)
        .setTcpKeepAlive(true)
        .setMaxChunkSize(PIECE)
        .setAcceptBacklog(1024);
  }

  private HttpClientOptions outwardOptions(@Nullable URI egress) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setConnectTimeout(CONNECT_MILLIS)
            // Shorter than a vendor keeps them: a request must not leave on a connection that the
            // other side is just closing.
            .setKeepAliveTimeout(OUTWARD_IDLE_SECONDS)
            .setMaxInitialLineLength(limits.lineAtMost())
            .setMaxHeaderSize(limits.headersAtMost())
            .setMaxChunkSize(PIECE)
            .setDecompressionSupported(false)
            .setTcpNoDelay(true);
    if (egress != null) {
      options.setProxyOptions(
          new ProxyOptions()
              .setType(ProxyType.HTTP)
              .setHost(egress.getHost())
              .setPort(egress.getPort() < 0 ? 80 : egress.getPort()));
    }
    return options;
  }

  private static PoolOptions pool() {
    return new PoolOptions()
        .setHttp1MaxSize(OUTWARD_CONNECTIONS)
        .setMaxWaitQueueSize(OUTWARD_WAITING);
  }

  /** Takes no more connections, lets answers in flight finish, then stops. */
  @Override
  public void close() {
    List<Future<Void>> shutdowns = new ArrayList<>();
    for (HttpServer server : servers) {
      shutdowns.add(server.shutdown(limits.drainWithin()));
    }
    try {
      Future.join(shutdowns).await(limits.drainWithin().toSeconds() + 2, TimeUnit.SECONDS);
    } catch (TimeoutException | RuntimeException e) {
      LOG.warn("event=stop_incomplete reason={}", e.toString());
    }
    blocking.shutdownNow();
    vertx.close();
  }

  /** The address cannot be listened on. */
  public static final class CannotListen extends Exception {
    private static final long serialVersionUID = 1L;

    CannotListen(String host, int port, Throwable cause) {
      super(reason(host + ":" + port, cause), cause);
    }

    private static String reason(String address, Throwable cause) {
      return switch (cause) {
        case BindException taken when String.valueOf(taken.getMessage()).contains("in use") ->
            address + " is in use by another program; stop that, or choose another address";
        case BindException bind -> address + " cannot be listened on: " + bind.getMessage();
        case UnknownHostException unknown ->
            address + ": there is no such host as " + unknown.getMessage();
        default -> address + " cannot be listened on: " + cause.getMessage();
      };
    }
  }
}
