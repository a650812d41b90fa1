package io.lingpai.server;

import io.lingpai.sandbox.SampleApps;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.server.command.Lingpai;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The build's training run: serves for a moment, is asked what a first caller asks, and ends.
 *
 * <p>Java remembers the classes this loads and links in the AOT cache that {@code ./lingpai} starts
 * with. Nobody runs it by hand; it needs no network, and an answer it did not expect fails the
 * build.
 */
final class WarmUp {
  private static final int TRIES = 600;

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final String server;
  private final Path data;

  private WarmUp(int port, Path data) {
    this.server = "http://127.0.0.1:" + port;
    this.data = data;
  }

  /** Runs in the folder it is given, which must be empty. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    int port = freePort();
    try (Sandbox sandbox =
        Sandbox.start(SandboxOptions.defaults().listen("127.0.0.1", 0).apps(SampleApps.wechat()))) {
      Path configuration = Files.writeString(folder.resolve("lingpai.yaml"), yaml(sandbox));
      Path data = folder.resolve("data");
      Thread serving =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () ->
                      Lingpai.run(
                          "serve",
                          "--config",
                          configuration.toString(),
                          "--data",
                          data.toString(),
                          "--listen",
                          "127.0.0.1:" + port));
      new WarmUp(port, data).askWhatAFirstCallerAsks();
      serving.interrupt(); // stops the server
      serving.join();
    }
    System.exit(0);
  }

  private void askWhatAFirstCallerAsks() throws IOException, InterruptedException {
    awaitReady();
    String key = Files.readString(data.resolve("admin-key")).strip();
    for (String path :
        List.of(
            "/health",
            "/api/v1/apps",
            "/api/v1/status",
            "/api/v1/apps/shop",
            "/api/v1/apps/shop/credentials/access_token",
            "/api/v1/apps/shop/credentials/jsapi_ticket",
            "/api/v1/apps/mini/credentials/access_token",
            "/api/v1/apps/nobody/credentials/access_token",
            "/problems/not-found",
            "/metrics")) {
      print(get(path, key));
    }
    print(
        send(
            request("/api/v1/apps/shop/signatures", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"url\": \"https://example.com/a?b=1\"}"))));
    HttpResponse<String> token = get("/api/v1/apps/shop/credentials/access_token", key);
    if (token.statusCode() != 200) {
      throw new IllegalStateException("no token: " + token.statusCode() + " " + token.body());
    }
  }

  private void awaitReady() throws InterruptedException {
    for (int tries = 0; tries < TRIES; tries++) {
      try {
        if (send(request("/health/ready", "")).statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        // It has not opened its socket.
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("not ready after " + TRIES / 10 + " s");
  }

  private HttpResponse<String> get(String path, String key)
      throws IOException, InterruptedException {
    return send(request(path, key));
  }

  private HttpRequest.Builder request(String path, String key) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path)).timeout(Duration.ofSeconds(10));
    return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static void print(HttpResponse<String> answer) {
    System.out.println(answer.statusCode() + " " + answer.uri().getPath());
  }

  private static String yaml(Sandbox sandbox) {
    return """
        hosts: { wechat-api: %s }
        apps:
          - { name: shop, platform: wechat-official, appid: %s, secret: %s, keep: [access_token, jsapi_ticket] }
          - { name: mini, platform: wechat-mini, appid: %s, secret: %s }
        """
        .formatted(
            sandbox.baseUrl(),
            SampleApps.SHOP,
            SampleApps.SHOP_SECRET,
            SampleApps.MINI,
            SampleApps.MINI_SECRET);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
