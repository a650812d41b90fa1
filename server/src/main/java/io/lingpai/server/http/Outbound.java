package io.lingpai.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Calls addresses that somebody configured. The name is resolved once, every address it has is
 * checked, and the one that was checked is connected to: a name that resolves differently the next
 * moment gains nothing. Redirects are not followed. Nothing is started before the first call.
 */
public final class Outbound implements AutoCloseable {

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);
  private static final int CONNECTIONS_EACH = 64;
  private static final int RESOLVERS = 8;

  private final boolean allowPrivate;
  private @Nullable Started started;

  /**
   * @param allowPrivate whether private and loopback addresses may be called
   */
  public Outbound(boolean allowPrivate) {
    this.allowPrivate = allowPrivate;
  }

  /** What came back; of the body no more than was asked for. */
  public record Heard(int status, String body) {
    @Override
    public String toString() {
      return "Heard[" + status + ", " + body.length() + " characters]";
    }
  }

  /** There was no answer, or none may be asked for; the message is for people. */
  public static final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswer(String why) {
      super(why, null, false, false);
    }
  }

  /**
   * Posts a body and waits for the whole answer. Blocks.
   *
   * @param within everything together takes no longer
   * @param answerAtMost bytes; a longer answer is no answer
   */
  public Heard post(
      URI to, Map<String, String> headers, String body, Duration within, int answerAtMost)
      throws NoAnswer {
    long end = System.nanoTime() + within.toNanos();
    Started running = running();
    String host = to.getHost();
    if (host == null) {
      throw new NoAnswer("the address has no host");
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    InetAddress address = resolve(running, bare, left(end));
    boolean secure = "https".equals(to.getScheme());
    int port = to.getPort() >= 0 ? to.getPort() : secure ? 443 : 80;
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
            .setHost(bare)
            .setPort(port)
            .setSsl(secure)
            .setFollowRedirects(false)
            .setConnectTimeout(CONNECT_WITHIN.toMillis())
            .setURI(target(to));
    headers.forEach(options::putHeader);
    return new Exchange(running.client, options, body, answerAtMost).within(left(end));
  }

  private static String target(URI to) {
    String path = to.getRawPath() == null || to.getRawPath().isEmpty() ? "/" : to.getRawPath();
    return to.getRawQuery() == null ? path : path + "?" + to.getRawQuery();
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
  }

  // The system's resolver blocks in native code, a virtual thread's carrier too.
  private InetAddress resolve(Started running, String host, Duration within) throws NoAnswer {
    InetAddress[] all = wait(running.resolvers.submit(lookup(host)), within, "its name");
    for (InetAddress address : all) {
      if (!allowPrivate && !Destinations.isPublic(address)) {
        throw new NoAnswer(
            "its name leads to a private or local address; outbound.allow-private would allow it");
      }
    }
    return all[0];
  }

  private static Callable<InetAddress[]> lookup(String host) {
    return () -> InetAddress.getAllByName(host);
  }

  private static <T> T wait(Future<T> future, Duration within, String what) throws NoAnswer {
    try {
      return future.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new NoAnswer("no answer in time (" + what + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswer("the server is stopping");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UnknownHostException
          ? new NoAnswer("its name cannot be resolved")
          : new NoAnswer(what + ": " + reason(e.getCause()));
    }
  }

  private static String reason(@Nullable Throwable cause) {
    return switch (cause) {
      case null -> "failed";
      case NoAnswer known -> String.valueOf(known.getMessage());
      case ConnectException refused -> "the connection was refused or timed out";
      case SSLException tls -> "TLS failed: " + tls.getMessage();
      default -> "the connection was lost";
    };
  }

  private synchronized Started running() {
    if (started == null) {
      started = new Started();
    }
    return started;
  }

  @Override
  public synchronized void close() {
    if (started != null) {
      started.resolvers.shutdownNow();
      started.vertx.close();
      started = null;
    }
  }

  private static final class Started {
    final ExecutorService resolvers =
        Executors.newFixedThreadPool(
            RESOLVERS, Thread.ofPlatform().name("resolver-", 0).daemon().factory());
    final Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1));
    final HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(true).setVerifyHost(true),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS_EACH));
  }

  /** One call under way. */
  private static final class Exchange {
    private final CompletableFuture<Heard> heard = new CompletableFuture<>();
    private final Buffer soFar = Buffer.buffer();
    private final int answerAtMost;
    private volatile @Nullable HttpClientRequest request;

    Exchange(HttpClient client, RequestOptions options, String body, int answerAtMost) {
      this.answerAtMost = answerAtMost;
      client
          .request(options)
          .onSuccess(
              made -> {
                request = made;
                if (heard.isDone()) {
                  made.reset();
                  return;
                }
                made.response().onSuccess(this::answered).onFailure(heard::completeExceptionally);
                made.end(Buffer.buffer(body.getBytes(StandardCharsets.UTF_8)))
                    .onFailure(heard::completeExceptionally);
              })
          .onFailure(heard::completeExceptionally);
    }

    private void answered(HttpClientResponse response) {
      response.exceptionHandler(heard::completeExceptionally);
      response.handler(
          piece -> {
            if (soFar.length() + piece.length() > answerAtMost) {
              heard.completeExceptionally(
                  new NoAnswer("the answer is longer than " + answerAtMost + " bytes"));
              response.request().reset();
            } else {
              soFar.appendBuffer(piece);
            }
          });
      response.endHandler(
          unused ->
              heard.complete(
                  new Heard(response.statusCode(), soFar.toString(StandardCharsets.UTF_8))));
    }

    Heard within(Duration limit) throws NoAnswer {
      try {
        return Outbound.wait(heard, limit, "the connection");
      } finally {
        HttpClientRequest made = request;
        if (made != null && (heard.isCancelled() || heard.isCompletedExceptionally())) {
          made.reset();
        }
      }
    }
  }
}
