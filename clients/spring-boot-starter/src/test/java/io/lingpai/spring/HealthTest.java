package io.lingpai.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.client.LingpaiClient;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ApplicationContext;

/** Asked without naming its types, which Spring Boot 3 and 4 keep in different packages. */
class HealthTest {

  private static final String INDICATOR = "lingpaiHealthIndicator";

  private static Ground ground;
  private static String key;

  @BeforeAll
  static void open(@TempDir Path data) throws Exception {
    ground = new Ground(data);
    key = ground.key("read:shop");
  }

  @AfterAll
  static void close() {
    ground.close();
  }

  @Test
  void an_application_that_has_its_tokens_is_well() {
    Boot.with(
            "lingpai.urls=" + ground.url(),
            "lingpai.key=" + key,
            "lingpai.apps.shop.platform=wechat-official",
            "lingpai.apps.shop.appid=" + Ground.SHOP)
        .run(
            context -> {
              assertThat(status(context)).isEqualTo("UP");
              assertThat(details(context).get("shop"))
                  .asString()
                  .contains("version=1", "expires_at=");
              String token =
                  context.getBean(LingpaiClient.class).credential("shop", "access_token").value();
              assertThat(details(context).toString()).doesNotContain(token).doesNotContain(key);
            });
  }

  @Test
  void an_app_it_has_no_token_for_says_why() {
    isDown(ground.url(), "problem=not-allowed");
    isDown("http://127.0.0.1:1", "problem=unreachable");
  }

  private static void isDown(String url, String why) {
    Boot.besideTheirs(
            "lingpai.urls=" + url,
            "lingpai.key=" + key,
            "lingpai.apps.counter.platform=wechat-mini",
            "lingpai.apps.counter.appid=" + Ground.COUNTER)
        .run(
            context -> {
              assertThat(status(context)).isEqualTo("DOWN");
              assertThat(details(context).toString()).contains(why);
            });
  }

  @Test
  void no_apps_are_neither_well_nor_ill() {
    Boot.besideTheirs("lingpai.urls=" + ground.url(), "lingpai.key=" + key)
        .run(context -> assertThat(status(context)).isEqualTo("UNKNOWN"));
  }

  @Test
  void it_can_be_switched_off_as_any_other_and_needs_no_actuator() {
    Boot.besideTheirs("lingpai.key=" + key, "management.health.lingpai.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(INDICATOR));
    Boot.without(
            new String[] {"org.springframework.boot.actuate", "org.springframework.boot.health"},
            "lingpai.key=" + key)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(context).doesNotHaveBean(INDICATOR);
            });
  }

  private static String status(ApplicationContext context) throws Exception {
    return said(health(context), "getStatus").toString();
  }

  private static Map<?, ?> details(ApplicationContext context) throws Exception {
    return (Map<?, ?>) said(health(context), "getDetails");
  }

  // As the endpoint has it: found by its name, and with its details.
  private static Object health(ApplicationContext context) throws Exception {
    return said(context.getBean(INDICATOR), "health");
  }

  private static Object said(Object of, String method) throws Exception {
    for (Method each : of.getClass().getMethods()) {
      if (each.getName().equals(method) && each.getParameterCount() == 0) {
        each.setAccessible(true);
        return each.invoke(of);
      }
    }
    throw new AssertionError(method);
  }
}
