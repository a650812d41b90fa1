package io.lingpai.server.wiring;

import static io.lingpai.server.wiring.RunningServer.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class EventStreamTest {

  private static final String TOKEN = "/api/v1/apps/shop/credentials/access_token";

  @TempDir Path data;
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(data, Map.of()).withShop();
    server.get(ADMIN, TOKEN);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_renewal_is_told_without_its_value_and_resumed_by_its_id() throws Exception {
    String watcher = server.key("watch");
    String id;
    try (BufferedReader stream = listen(watcher)) {
      server.post(ADMIN, TOKEN + "/renewals", Map.of());
      String event = next(stream, "\"version\":2");
      String value = server.get(ADMIN, TOKEN).json().get("value").asText();

      assertThat(event)
          .contains("event: credential", "\"app\":\"shop\"", "\"fingerprint\":\"")
          .doesNotContain(value);
      id =
          event
              .lines()
              .filter(line -> line.startsWith("id: "))
              .findFirst()
              .orElseThrow()
              .substring(4);
    }

    server.patch(ADMIN, "/api/v1/apps/shop", Map.of("state", "disabled"));
    try (BufferedReader stream = listen(watcher, "last-event-id", id)) {
      assertThat(next(stream, "event: app")).contains("\"state\":\"disabled\"");
    }
  }

  @Test
  void an_id_of_another_run_is_told_how_everything_is() throws Exception {
    try (BufferedReader stream = listen(server.key("watch"), "last-event-id", "elsewhere-7")) {
      assertThat(next(stream, "event: credential")).contains("\"kind\":\"access_token\"");
    }
  }

  @Test
  void a_stream_ends_with_its_key() throws Exception {
    String watcher = server.key("watch");
    try (BufferedReader stream = listen(watcher)) {
      server.delete(ADMIN, "/api/v1/keys/" + watcher.split("_")[1]);

      assertThatThrownBy(() -> next(stream, "nothing that comes"))
          .hasMessageContaining("the stream ended");
    }
    assertThat(server.get(watcher, "/api/v1/events").status()).isEqualTo(401);
  }

  @Test
  void listening_needs_the_grant() throws Exception {
    assertThat(server.get(server.key("read:shop"), "/api/v1/events").status()).isEqualTo(403);
  }

  private BufferedReader listen(String key, String... headers) throws Exception {
    var response =
        server.client.send(
            server.request(key, "/api/v1/events", headers).GET().build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/event-stream");
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    next(reader, "retry:");
    return reader;
  }

  /** Reads events until one contains {@code part}. */
  private static String next(BufferedReader stream, String part) throws Exception {
    StringBuilder event = new StringBuilder();
    for (String line = stream.readLine(); line != null; line = stream.readLine()) {
      if (!line.isEmpty()) {
        event.append(line).append('\n');
      } else if (event.indexOf(part) >= 0) {
        return event.toString();
      } else {
        event.setLength(0);
      }
    }
    throw new AssertionError("the stream ended without " + part);
  }
}
