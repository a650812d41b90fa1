import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/** Started by {@code run} beside it. */
final class Passing {
  private static final String APPID = "wx00000000000000ee";
  private static final String ADMIN = "lpk_admin_0123456789abcdef0123456789abcdef0123456789a";
  private static final int CONNECTIONS = 32;
  private static final int WARM_UP_SECONDS = 30;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** One of the two that pass calls on. */
  private record Way(String name, int port, String target, Process process) {}

  /** What one round showed. */
  private record Round(double perSecond, double cpuMicros, double p50, double p99) {}

  public static void main(String[] arguments) throws Exception {
    Path repository = Path.of(arguments[0]);
    String nginx = arguments[1];
    int rounds = number(arguments, 2, 5);
    int seconds = number(arguments, 3, 4);
    int rate = number(arguments, 4, 1500);
    Path work = Files.createTempDirectory("passing");
    List<Process> started = new ArrayList<>();
    try {
      int vendor = freePort();
      started.add(nginx(nginx, work.resolve("vendor"), vendorOn(vendor)));
      int beside = freePort();
      Process rival = nginx(nginx, work.resolve("rival"), rivalOn(beside, vendor));
      started.add(rival);
      int port = freePort();
      Process server = server(repository, work, port, vendor);
      started.add(server);
      String call = "/cgi-bin/user/info?access_token=%s&openid=oABCDEFGHIJKLMNOPQRSTUVWXYZ0";
      String token = new Passing().token(port);
      compare(
          new Way("nginx", beside, call.formatted("A".repeat(136)), rival),
          new Way("lingpai", port, "/wechat" + call.formatted(token), server),
          rounds,
          seconds,
          rate);
    } finally {
      for (Process process : started) {
        process.destroy();
        process.waitFor();
      }
    }
  }

  private static int number(String[] arguments, int at, int otherwise) {
    return arguments.length > at ? Integer.parseInt(arguments[at]) : otherwise;
  }

  private static void compare(Way nginx, Way lingpai, int rounds, int seconds, int rate)
      throws Exception {
    load(nginx, 3, 0);
    load(lingpai, WARM_UP_SECONDS, 0);
    System.out.printf(
        "%-8s %-8s %10s %16s %18s %18s%n",
        "round", "", "calls/s", "CPU µs a call", "p50 ms at " + rate + "/s", "p99 ms");
    List<Round> its = new ArrayList<>();
    List<Round> ours = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      its.add(measure(round, nginx, seconds, rate));
      ours.add(measure(round, lingpai, seconds, rate));
    }
    Round it = median(its);
    Round we = median(ours);
    print("median", nginx, it);
    print("median", lingpai, we);
    System.out.printf(
        "beside nginx: %.2f of its calls a second, %.2f times its CPU, %.2f times its p99%n",
        we.perSecond / it.perSecond, we.cpuMicros / it.cpuMicros, we.p99 / it.p99);
  }

  private static Round measure(int round, Way way, int seconds, int rate) throws Exception {
    double before = cpuMicros(way.process);
    long[] many = load(way, seconds, 0);
    double cpu = (cpuMicros(way.process) - before) / many.length;
    long[] paced = load(way, seconds, rate);
    Arrays.sort(paced);
    Round told =
        new Round(
            (double) many.length / seconds,
            cpu,
            paced[paced.length / 2] / 1e6,
            paced[(int) (paced.length * 0.99)] / 1e6);
    print(Integer.toString(round), way, told);
    return told;
  }

  private static void print(String round, Way way, Round told) {
    System.out.printf(
        "%-8s %-8s %10.0f %16.1f %18.2f %18.2f%n",
        round, way.name, told.perSecond, told.cpuMicros, told.p50, told.p99);
  }

  private static Round median(List<Round> rounds) {
    return new Round(
        middle(rounds.stream().mapToDouble(Round::perSecond).toArray()),
        middle(rounds.stream().mapToDouble(Round::cpuMicros).toArray()),
        middle(rounds.stream().mapToDouble(Round::p50).toArray()),
        middle(rounds.stream().mapToDouble(Round::p99).toArray()));
  }

  private static double middle(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /**
   * Nanoseconds that each call took; with a rate, counted from the moment it was due, so that a
   * wait of one is felt by those behind it.
   *
   * @param rate calls a second, or 0 for as many as go
   */
  private static long[] load(Way way, int seconds, int rate) throws Exception {
    byte[] request =
        ("GET " + way.target + " HTTP/1.1\r\nHost: 127.0.0.1:" + way.port + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    long began = System.nanoTime();
    long end = began + seconds * 1_000_000_000L;
    long each = rate == 0 ? 0 : CONNECTIONS * 1_000_000_000L / rate;
    List<Future<long[]>> all = new ArrayList<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(CONNECTIONS)) {
      for (int i = 0; i < CONNECTIONS; i++) {
        long first = began + each * i / CONNECTIONS;
        Callable<long[]> caller = () -> call(way.port, request, first, each, end);
        all.add(callers.submit(caller));
      }
      LongStream took = LongStream.empty();
      for (Future<long[]> one : all) {
        took = LongStream.concat(took, Arrays.stream(one.get()));
      }
      return took.toArray();
    }
  }

  private static long[] call(int port, byte[] request, long first, long each, long end)
      throws IOException {
    LongStream.Builder took = LongStream.builder();
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
      byte[] line = new byte[1024];
      for (long due = first; System.nanoTime() < end; due += each) {
        if (each > 0) {
          for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
          }
        }
        long from = each > 0 ? due : System.nanoTime();
        socket.getOutputStream().write(request);
        read(in, line);
        took.add(System.nanoTime() - from);
      }
    }
    return took.build().toArray();
  }

  /** One good answer with a length. */
  private static void read(InputStream in, byte[] line) throws IOException {
    long length = -1;
    boolean first = true;
    while (true) {
      int size = 0;
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b == -1) {
          throw new IOException("the connection was closed");
        }
        line[size++] = (byte) b;
      }
      if (size <= 1) {
        break;
      }
      String text = new String(line, 0, size - 1, StandardCharsets.ISO_8859_1);
      if (first && !text.startsWith("HTTP/1.1 200")) {
        throw new IOException(text);
      }
      first = false;
      if (text.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Long.parseLong(text.substring(15).trim());
      }
    }
    if (length < 200) {
      throw new IOException("not the vendor's answer: " + length + " bytes");
    }
    in.skipNBytes(length);
  }

  private static String vendorOn(int port) {
    String user =
        "{\"subscribe\":1,\"openid\":\"oABCDEFGHIJKLMNOPQRSTUVWXYZ0\",\"language\":\"zh_CN\","
            + "\"subscribe_time\":1732147200,\"unionid\":\"uABCDEFGHIJKLMNOPQRSTUVWXYZ0\","
            + "\"remark\":\"\",\"groupid\":0,\"tagid_list\":[128,2],"
            + "\"subscribe_scene\":\"ADD_SCENE_QR_CODE\",\"qr_scene\":98765,\"qr_scene_str\":\"\"}";
    String token = "{\"access_token\":\"" + "B".repeat(136) + "\",\"expires_in\":7200}";
    return """
    server {
      listen 127.0.0.1:%d;
      default_type application/json;
      location = /cgi-bin/user/info { return 200 '%s'; }
      location = /cgi-bin/token { return 200 '%s'; }
    }
    """
        .formatted(port, user, token);
  }

  private static String rivalOn(int port, int vendor) {
    return """
    upstream vendor { server 127.0.0.1:%d; keepalive 64; }
    server {
      listen 127.0.0.1:%d;
      location / {
        proxy_pass http://vendor;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
      }
    }
    """
        .formatted(vendor, port);
  }

  private static Process nginx(String nginx, Path folder, String servers) throws Exception {
    Files.createDirectories(folder);
    String user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
    Path file =
        Files.writeString(
            folder.resolve("nginx.conf"),
            user
                + """
                 worker_processes auto; daemon off; pid nginx.pid; error_log error.log;
                events { worker_connections 1024; }
                http {
                  access_log off; keepalive_requests 1000000; client_body_temp_path body;
                  proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                """
                + servers
                + "}\n");
    return new ProcessBuilder(nginx, "-p", folder.toString(), "-e", "stderr", "-c", file.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
  }

  private static Process server(Path repository, Path work, int port, int vendor) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "@" + repository.resolve("server/java.flags"),
            "-jar",
            repository.resolve("server/target/lingpai.jar").toString(),
            "serve");
    builder.environment().put("LINGPAI_LISTEN", "127.0.0.1:" + port);
    builder.environment().put("LINGPAI_DATA", work.resolve("data").toString());
    builder.environment().put("LINGPAI_ADMIN_KEY", ADMIN);
    builder.environment().put("LINGPAI_HOSTS_WECHAT_API", "http://127.0.0.1:" + vendor);
    builder.directory(work.toFile());
    builder.redirectErrorStream(true).redirectOutput(work.resolve("server.log").toFile());
    return builder.start();
  }

  /** A virtual token for an app whose vendor is the other nginx. */
  private String token(int port) throws Exception {
    String base = "http://127.0.0.1:" + port;
    awaitReady(base);
    post(
        base + "/api/v1/apps",
        "{\"name\":\"shop\",\"platform\":\"wechat-official\",\"appid\":\"%s\",\"secret\":\"%s\","
                .formatted(APPID, "5b5ec7e70000000000000000000000ee")
            + "\"token_mode\":\"classic\"}");
    String key =
        field(
            "key",
            post(base + "/api/v1/keys", "{\"name\":\"passing\",\"grants\":[\"proxy:shop\"]}"));
    HttpRequest asked =
        HttpRequest.newBuilder(
                URI.create(
                    base
                        + "/wechat/cgi-bin/token?grant_type=client_credential&appid="
                        + APPID
                        + "&secret="
                        + key))
            .build();
    return field("access_token", http.send(asked, HttpResponse.BodyHandlers.ofString()).body());
  }

  private static String field(String name, String json) {
    String before = "\"" + name + "\":\"";
    int from = json.indexOf(before);
    if (from < 0) {
      throw new IllegalStateException("no " + name + " in " + json);
    }
    return json.substring(from + before.length(), json.indexOf('"', from + before.length()));
  }

  private String post(String address, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .header("authorization", "Bearer " + ADMIN)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private void awaitReady(String base) throws Exception {
    HttpRequest ready = HttpRequest.newBuilder(URI.create(base + "/health/ready")).build();
    for (int i = 0; i < 600; i++) {
      try {
        if (http.send(ready, HttpResponse.BodyHandlers.ofString()).statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        // Not listening yet.
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("the server is not ready after a minute");
  }

  /** Of a process and of its children: nginx works in those. */
  private static double cpuMicros(Process process) throws IOException {
    double sum = ticks(process.pid());
    for (ProcessHandle child : process.children().toList()) {
      sum += ticks(child.pid());
    }
    return sum * 10_000;
  }

  private static double ticks(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }
}
