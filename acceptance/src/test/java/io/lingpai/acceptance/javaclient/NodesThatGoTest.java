package io.lingpai.acceptance.javaclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.acceptance.stage.Await;
import io.lingpai.acceptance.stage.RealPostgres;
import io.lingpai.client.Credential;
import io.lingpai.client.LingpaiClient;
import io.lingpai.client.LingpaiUnreachable;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one PostgreSQL; first one goes, then the other. */
class NodesThatGoTest {

  private static final Duration LIFE = Duration.ofSeconds(15);
  private static final String TOKEN = "access_token";

  @Test
  void one_left_is_enough_and_with_none_left_a_value_is_served_until_it_dies(@TempDir Path data)
      throws Exception {
    try (EmbeddedPostgres postgres = RealPostgres.start();
        Ground ground = new Ground()) {
      ground.node(settings(postgres, data.resolve("first")));
      ground.node(settings(postgres, data.resolve("second")));
      WeChatApp app = ground.app("shop", false, LIFE);
      LingpaiClient client = ground.client("read:shop");
      assertThat(client.credential("shop", TOKEN).version()).isEqualTo(1);

      ground.nodes.get(0).close();
      Await.until(
          "a renewal by the node that is left, read of it",
          LIFE.multipliedBy(2),
          () -> served(client, ground, app).version() >= 2);

      ground.nodes.get(1).close();
      AtomicInteger served = new AtomicInteger();
      AtomicReference<LingpaiUnreachable> end = new AtomicReference<>();
      Await.until(
          "the end of the value",
          LIFE.multipliedBy(2),
          () -> {
            try {
              assertThat(served(client, ground, app).version()).isGreaterThanOrEqualTo(2);
              served.incrementAndGet();
            } catch (LingpaiUnreachable e) {
              end.set(e);
            }
            return end.get() != null;
          });
      System.out.println("reads served with no node left: " + served);
      assertThat(served.get()).isGreaterThan(100);
      assertThat(end.get()).hasMessageContaining("127.0.0.1");
    }
  }

  /** Read and looked at: whatever is served is alive at the vendor. */
  private static Credential served(LingpaiClient client, Ground ground, WeChatApp app) {
    Credential credential = client.credential("shop", TOKEN);
    if (!ground.behind(app).accepts(credential.value())) {
      // It may have died since; then it is not handed out again.
      assertThat(client.credential("shop", TOKEN).value()).isNotEqualTo(credential.value());
    }
    return credential;
  }

  private static Map<String, String> settings(EmbeddedPostgres postgres, Path data) {
    return Map.of(
        "LINGPAI_DATA",
        data.toString(),
        "LINGPAI_MASTER_KEY",
        Base64.getEncoder().encodeToString(new byte[32]),
        "LINGPAI_STORE_URL",
        "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres",
        "LINGPAI_STORE_USER",
        "postgres");
  }
}
