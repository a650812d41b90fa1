package io.lingpai.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.sandbox.SampleApps;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.server.problem.Language;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PagesTest {

  private final HttpClient browser = HttpClient.newHttpClient();
  private Sandbox sandbox;
  private Pages pages;

  @BeforeEach
  void start() throws Exception {
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults().apps(SampleApps.wechat()).app(SampleApps.dingtalk()));
    pages =
        Pages.start(
            new InetSocketAddress("127.0.0.1", 0),
            new Phone(sandbox),
            new Backend("http://127.0.0.1:1", "lpk_nobody"),
            sandbox.baseUrl() + "/");
  }

  @AfterEach
  void stop() {
    pages.close();
    sandbox.close();
    browser.close();
  }

  @Test
  void every_page_is_there_in_both_languages() throws Exception {
    for (String page : List.of("", "mini", "crew", "sdk")) {
      HttpResponse<String> english = get(page, "en-GB,en;q=0.9");
      HttpResponse<String> chinese = get(page, "zh-CN,zh;q=0.9,en;q=0.8");

      assertThat(english.body())
          .contains("lang=\"en\"")
          .contains("Mini program")
          .doesNotContain("{{");
      assertThat(chinese.body()).contains("lang=\"zh-CN\"").contains("小程序").doesNotContain("{{");
      assertThat(english.headers().firstValue("Content-Security-Policy"))
          .hasValueSatisfying(policy -> assertThat(policy).doesNotContain("unsafe"));
    }
  }

  @Test
  void the_languages_have_the_same_words() {
    assertThat(Template.words(Language.CHINESE).keySet())
        .isEqualTo(Template.words(Language.ENGLISH).keySet());
    assertThat(Template.words(Language.CHINESE).getString("login"))
        .isNotEqualTo(Template.words(Language.ENGLISH).getString("login"));
  }

  @Test
  void a_page_of_somebody_elses_is_refused() throws Exception {
    assertThat(post("phone/mini/asked", "http://evil.example", "application/json")).isEqualTo(403);
    assertThat(post("phone/mini/asked", null, "text/plain")).isEqualTo(415);
    assertThat(post("phone/mini/asked", null, "application/json")).isEqualTo(200);
  }

  @Test
  void what_is_not_there_is_said_and_a_server_that_is_gone_too() throws Exception {
    assertThat(get("nothing", "en").statusCode()).isEqualTo(404);
    assertThat(get("assets/words.properties", "en").statusCode()).isEqualTo(404);
    assertThat(get("assets/../words.properties", "en").statusCode()).isEqualTo(404);
    assertThat(post("phone/nothing", null, "application/json")).isEqualTo(404);
    assertThat(post("backend/nothing", null, "application/json")).isEqualTo(404);
    assertThat(post("backend/mini/login", null, "application/json")).isEqualTo(502);
  }

  private HttpResponse<String> get(String page, String languages) throws Exception {
    return browser.send(
        HttpRequest.newBuilder(URI.create(pages.url() + page))
            .header("Accept-Language", languages)
            .build(),
        BodyHandlers.ofString());
  }

  private int post(String path, String origin, String type) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(pages.url() + path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString("{}"));
    if (origin != null) {
      request.header("Origin", origin);
    }
    return browser.send(request.build(), BodyHandlers.ofString()).statusCode();
  }
}
