import io.lingpai.jdbc.JdbcStores;
import io.lingpai.jdbc.StoreSettings;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.Users;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.secret.MasterKey;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Started by {@code run} beside it. */
final class Logins {
  private static final String APPID = "wx00000000000000dd";
  private static final String SECRET = "5b5ec7e70000000000000000000000dd";
  private static final String ADMIN = "lpk_admin_0123456789abcdef0123456789abcdef0123456789a";
  private static final int CALLERS = 64;
  private static final int USERS = 400;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;

  private Logins(int port) {
    this.base = "http://127.0.0.1:" + port + "/api/v1/";
  }

  public static void main(String[] arguments) throws Exception {
    Path repository = Path.of(arguments[0]);
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    int logins = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 6000;
    Path work = Files.createTempDirectory("logins");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (Sandbox sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .listen("127.0.0.1", 0)
                .app(WeChatApp.mini(APPID, SECRET).boundToOpenPlatform()))) {
      Process server = server(repository, work, port, sandbox.baseUrl());
      try {
        measure(new Logins(port), sandbox, server.pid(), work, rounds, logins);
      } finally {
        server.destroy();
        server.waitFor();
      }
    }
  }

  private static Process server(Path repository, Path work, int port, String wechat)
      throws Exception {
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
    builder.environment().put("LINGPAI_HOSTS_WECHAT_API", wechat);
    builder.directory(work.toFile());
    builder.redirectErrorStream(true).redirectOutput(work.resolve("server.log").toFile());
    return builder.start();
  }

  private static void measure(
      Logins caller, Sandbox sandbox, long pid, Path work, int rounds, int logins)
      throws Exception {
    caller.awaitReady();
    caller.post(
        "apps",
        "{\"name\":\"mini\",\"platform\":\"wechat-mini\",\"appid\":\"%s\",\"secret\":\"%s\",\"keep\":[]}"
            .formatted(APPID, SECRET),
        201);
    Users users = sandbox.wechat().users(APPID);
    List<String> openids = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      openids.add(users.add(false));
    }
    caller.logins(users, openids, 4000); // until the server is warm
    System.out.printf(
        "%-6s %12s %16s %22s %20s%n",
        "round", "logins/s", "CPU ms a login", "commits/s, one by one", "durable writes/s");
    double[][] all = new double[rounds][];
    for (int round = 0; round < rounds; round++) {
      // WeChat allows a user a hundred logins a minute.
      users = sandbox.wechat().users(APPID);
      List<String> fresh = new ArrayList<>();
      for (int i = 0; i < Math.max(USERS, logins / 50); i++) {
        fresh.add(users.add(false));
      }
      double cpuBefore = cpuMillis(pid);
      double perSecond = caller.logins(users, fresh, logins);
      double cpu = (cpuMillis(pid) - cpuBefore) / logins;
      double single = writes(Files.createDirectory(work.resolve("single" + round)), 1);
      double grouped = writes(Files.createDirectory(work.resolve("many" + round)), CALLERS);
      all[round] = new double[] {perSecond, cpu, single, grouped};
      System.out.printf(
          "%-6d %12.0f %16.2f %22.0f %20.0f%n", round + 1, perSecond, cpu, single, grouped);
    }
    double[] middle = new double[4];
    for (int i = 0; i < 4; i++) {
      int column = i;
      middle[i] =
          Arrays.stream(all).mapToDouble(one -> one[column]).sorted().toArray()[rounds / 2];
    }
    System.out.printf(
        "median %12.0f %16.2f %22.0f %20.0f%n", middle[0], middle[1], middle[2], middle[3]);
    System.out.printf(
        "logins beside commits one by one: %.2f; beside durable writes of %d callers: %.2f%n",
        middle[0] / middle[2], CALLERS, middle[0] / middle[3]);
  }

  /** So many logins by many callers at once; how many a second. Codes are made before. */
  private double logins(Users users, List<String> openids, int count) throws Exception {
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      codes.add(users.opensMiniProgram(openids.get(i % openids.size())));
    }
    AtomicInteger next = new AtomicInteger();
    long began = System.nanoTime();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        all.add(
            callers.submit(
                () -> {
                  for (int at = next.getAndIncrement(); at < count; at = next.getAndIncrement()) {
                    post(
                        "apps/mini/logins",
                        "{\"code\":\"" + codes.get(at) + "\",\"client_ip\":\"203.0.113.7\"}",
                        200);
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    return count * 1e9 / (System.nanoTime() - began);
  }

  /** What the store alone acknowledges as durable in a second, asked by so many at once. */
  private static double writes(Path folder, int callers) throws Exception {
    try (JdbcStores stores =
        JdbcStores.open(
            StoreSettings.embedded(folder),
            MasterKey.of(new byte[32]),
            InstantSource.system(),
            new SecureRandom(),
            Thread.ofPlatform().daemon().factory())) {
      AtomicInteger done = new AtomicInteger();
      Instant end = Instant.now().plus(Duration.ofSeconds(3));
      try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < callers; i++) {
          String key = "key-" + i;
          many.submit(
              () -> {
                for (int n = 0; Instant.now().isBefore(end); n++) {
                  stores.idempotency().idFor(key, "call-" + n, "id", end);
                  done.incrementAndGet();
                }
              });
        }
      }
      return done.get() / 3.0;
    }
  }

  private static double cpuMillis(long pid) throws Exception {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10.0;
  }

  private void awaitReady() throws Exception {
    for (int i = 0; i < 600; i++) {
      try {
        if (post("sessions/introspections", "{\"session\":\"x\"}", 200) != null) {
          return;
        }
      } catch (java.io.IOException notYet) {
        Thread.sleep(100);
      }
    }
    throw new IllegalStateException("the server is not ready after a minute");
  }

  private String post(String path, String body, int expected) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("authorization", "Bearer " + ADMIN)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != expected) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }
}
