package io.lingpai.benchmarks.callbacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import me.chanjar.weixin.common.util.crypto.SHA1;
import me.chanjar.weixin.common.util.crypto.WxCryptUtil;

/**
 * How long a vendor waits for {@code success} at 300 messages a second, beside what a synced commit
 * costs on the same disk in the same run: rounds of ten seconds, the best of three counts.
 */
public final class Acknowledging {

  private static final int A_SECOND = 300;
  private static final int SECONDS = 10;
  private static final int ROUNDS = 3;
  private static final int CONNECTIONS = 32;
  private static final String ADMIN = "lpk_root_" + "a".repeat(40);
  private static final String TOKEN = "tokenOfTheShop";
  private static final String KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFE";
  private static final String APP_ID = "wx0000000000000001";

  private static final WxCryptUtil CRYPTO = new WxCryptUtil(TOKEN, KEY, APP_ID);
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private Acknowledging() {}

  /**
   * @param arguments the class path of the server, and the file with its flags
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory(Path.of("."), "acknowledging");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process server = server(arguments[0], arguments[1], folder, port);
    try {
      String base = "http://127.0.0.1:" + port;
      awaitReady(base);
      add(base);
      round(port); // Compilers are at work for as long as this.
      round(port);
      double best = Double.MAX_VALUE;
      double longest = 0;
      for (int i = 1; i <= ROUNDS; i++) {
        double before = medianCommit(folder);
        double[] took = round(port);
        double commit = (before + medianCommit(folder)) / 2;
        double p99 = took[(int) (took.length * 0.99)];
        System.out.printf(
            "round %d: synced commit %.2f ms; acknowledged p50 %.2f ms, p99 %.2f ms, longest %.2f"
                + " ms; p99 is %.1f commits%n",
            i, commit, took[took.length / 2], p99, took[took.length - 1], p99 / commit);
        best = Math.min(best, p99 / commit);
        longest = Math.max(longest, took[took.length - 1]);
      }
      System.out.printf("best p99: %.1f synced commits; longest of all: %.0f ms%n", best, longest);
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static Process server(String classpath, String flags, Path folder, int port)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + flags,
            "-cp",
            classpath,
            "io.lingpai.server.Main",
            "serve");
    builder.environment().put("LINGPAI_LISTEN", "127.0.0.1:" + port);
    builder.environment().put("LINGPAI_DATA", folder.resolve("data").toString());
    builder.environment().put("LINGPAI_ADMIN_KEY", ADMIN);
    return builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
  }

  private static void awaitReady(String base) throws Exception {
    for (int i = 0; i < 600; i++) {
      try {
        if (HTTP.send(request(base + "/health/ready").build(), BodyHandlers.discarding())
                .statusCode()
            == 200) {
          return;
        }
      } catch (IOException e) {
        // Not yet there.
      }
      LockSupport.parkNanos(100_000_000);
    }
    throw new IllegalStateException("the server does not start");
  }

  private static void add(String base) throws Exception {
    String app =
        """
        {"name": "shop", "platform": "wechat-official", "appid": "%s", "secret": "%s", "keep": [],
         "callback": {"token": "%s", "aes_key": "%s", "mode": "secure"}}"""
            .formatted(APP_ID, "0".repeat(32), TOKEN, KEY);
    int status =
        HTTP.send(
                request(base + "/api/v1/apps")
                    .header("authorization", "Bearer " + ADMIN)
                    .header("content-type", "application/json")
                    .POST(BodyPublishers.ofString(app))
                    .build(),
                BodyHandlers.discarding())
            .statusCode();
    if (status != 201) {
      throw new IllegalStateException("the app was answered " + status);
    }
  }

  /** Milliseconds in order, each counted from when its message was due, whatever held it up. */
  private static double[] round(int port) throws InterruptedException {
    byte[][] pushes = new byte[A_SECOND * SECONDS][];
    for (int i = 0; i < pushes.length; i++) {
      pushes[i] = push(port);
    }
    double[] took = new double[pushes.length];
    AtomicInteger next = new AtomicInteger();
    long begin = System.nanoTime() + 100_000_000;
    Thread[] senders = new Thread[CONNECTIONS];
    for (int t = 0; t < senders.length; t++) {
      senders[t] = new Thread(() -> send(port, pushes, next, begin, took));
      senders[t].start();
    }
    for (Thread sender : senders) {
      sender.join();
    }
    Arrays.sort(took);
    return took;
  }

  /** Blocking sockets and bytes made before: what is measured is the server's, not a client's. */
  private static void send(
      int port, byte[][] pushes, AtomicInteger next, long begin, double[] took) {
    byte[] answer = new byte[4096];
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setTcpNoDelay(true);
      for (int i = next.getAndIncrement(); i < pushes.length; i = next.getAndIncrement()) {
        long due = begin + i * 1_000_000_000L / A_SECOND;
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        socket.getOutputStream().write(pushes[i]);
        int length = 0;
        while (!new String(answer, 0, length, StandardCharsets.ISO_8859_1)
            .endsWith("\r\n\r\nsuccess")) {
          int read = socket.getInputStream().read(answer, length, answer.length - length);
          if (read < 0) {
            throw new IOException(
                "not a success: " + new String(answer, 0, length, StandardCharsets.UTF_8));
          }
          length += read;
        }
        took[i] = (System.nanoTime() - due) / 1e6;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] push(int port) {
    int number = NUMBERS.incrementAndGet();
    String time = Long.toString(System.currentTimeMillis() / 1000);
    String clear =
        "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[o"
            + number % 1000
            + "]]></FromUserName><CreateTime>"
            + time
            + "</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[你好]]></Content><MsgId>"
            + number
            + "</MsgId></xml>";
    String encrypted = CRYPTO.encrypt("0123456789abcdef", clear);
    String body =
        "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA["
            + encrypted
            + "]]></Encrypt></xml>";
    return """
        POST /callbacks/shop?timestamp=%s&nonce=%d&encrypt_type=aes&msg_signature=%s HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        Content-Type: text/xml\r
        Content-Length: %d\r
        \r
        %s"""
        .formatted(
            time,
            number,
            SHA1.gen(TOKEN, time, Integer.toString(number), encrypted),
            port,
            body.length(),
            body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url));
  }

  /** What it takes to append a page to a file and have it on the disk. */
  private static double medianCommit(Path folder) throws IOException {
    double[] took = new double[300];
    Path file = folder.resolve("commits");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int i = 0; i < took.length; i++) {
        long began = System.nanoTime();
        channel.write(ByteBuffer.allocate(4096), i * 4096L);
        channel.force(false);
        took[i] = (System.nanoTime() - began) / 1e6;
      }
    }
    Files.delete(file);
    Arrays.sort(took);
    return took[took.length / 2];
  }
}
