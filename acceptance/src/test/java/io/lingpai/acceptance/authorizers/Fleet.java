package io.lingpai.acceptance.authorizers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lingpai.acceptance.stage.ServerProcess;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.ComponentDesk;
import io.lingpai.sandbox.wechat.WeChatComponent;
import io.lingpai.testkit.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A platform with many authorizers at the sandbox, and the server that acts for it, configured by a
 * file: nobody tells it anything by hand.
 */
final class Fleet implements AutoCloseable {

  private static final String PLATFORM = "wxc000000000000a71";
  private static final String SECRET = "a".repeat(32);
  private static final String TOKEN = "tokenOfTheFleet";
  private static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
  private static final ObjectMapper JSON = new ObjectMapper();

  final Sandbox sandbox;
  final ComponentDesk wechat;
  final List<String> accounts;
  private final Path data;
  private final Path configuration;
  private final int port;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMinutes(1))
          .build();
  private ServerProcess server;

  Fleet(Path folder, int authorizers, Duration life) throws IOException {
    this.data = folder.resolve("data");
    this.configuration = folder.resolve("lingpai.yaml");
    this.port = FreePort.next();
    String callbacks = "http://127.0.0.1:" + port + "/callbacks/platform";
    this.sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .component(
                    WeChatComponent.of(PLATFORM, SECRET)
                        .living(life)
                        .rotating()
                        .calledBackAt(callbacks, callbacks + "/$APPID$", TOKEN, AES_KEY)));
    this.wechat = sandbox.wechat().component(PLATFORM);
    this.accounts = wechat.seedAuthorizers(authorizers, 0, true);
    Files.writeString(configuration, configured());
    this.server = started();
  }

  private String configured() {
    return """
        listen: 127.0.0.1:%d
        admin-key: %s
        hosts: { wechat-api: %s }
        apps:
          - name: platform
            platform: wechat-component
            appid: %s
            secret: %s
            callback: { token: %s, aes-key: %s, mode: secure }
        """
        .formatted(port, ServerProcess.ADMIN, sandbox.baseUrl(), PLATFORM, SECRET, TOKEN, AES_KEY);
  }

  private ServerProcess started() {
    return ServerProcess.start(
        data, Map.of("LINGPAI_LISTEN", "127.0.0.1:" + port), "--config", configuration.toString());
  }

  /** The disk with the database is gone; the configuration and the master key are not. */
  void losesItsStore() throws IOException {
    server.kill();
    try (Stream<Path> kept = Files.list(data)) {
      for (Path file : kept.filter(it -> it.getFileName().toString().contains(".db")).toList()) {
        Files.delete(file);
      }
    }
    server = started();
  }

  /** What a business service gets that reads an account's token. */
  Read read(String account) {
    URI uri =
        URI.create(
            "http://127.0.0.1:"
                + port
                + "/api/v1/apps/"
                + account
                + "/credentials/access_token?wait=5");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(60))
            .header("authorization", "Bearer " + ServerProcess.ADMIN)
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Read(answer.statusCode(), JSON.readTree(answer.body()));
    } catch (IOException e) {
      return new Read(0, JSON.createObjectNode().put("detail", e.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  record Read(int status, JsonNode json) {
    String value() {
      return json.path("value").asText();
    }

    Duration freshFor() {
      return Duration.ofSeconds(json.path("fresh_for").asLong());
    }
  }

  /** Whether it is a value that the vendor would let in at this moment. */
  boolean works(Read read) {
    return read.status() == 200 && wechat.accepts(read.value());
  }

  long tokensIssued() {
    return accounts.stream().mapToLong(wechat::tokensIssuedTo).sum();
  }

  /** Of all its threads, since it was started. */
  Duration processorTime() {
    return ProcessHandle.of(server.pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  String said() {
    return server.said();
  }

  @Override
  public void close() {
    http.shutdownNow();
    server.close();
    sandbox.close();
  }
}
