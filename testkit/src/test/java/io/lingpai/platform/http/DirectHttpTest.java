package io.lingpai.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.platform.http.Http.Reply;
import io.lingpai.testkit.ScriptedVendor;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectHttpTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Http HTTP = new DirectHttp(Proxy.NO_PROXY, System::nanoTime);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n令牌tail",
        "HTTP/1.1 200 OK\r\ncontent-length:6\r\nConnection: keep-alive\r\n\r\n令牌",
        "HTTP/1.0 200 OK\r\n\r\n令牌",
        "HTTP/1.1 200\r\nConnection: close\r\n\r\n令牌",
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n令牌",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\n令\r\n3\r\n牌\r\n0\r\nT: t\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 6\n\n令牌"
      })
  void a_whole_answer_is_read_however_its_length_is_told(String raw) {
    assertThat(answerTo(raw)).isEqualTo(new Reply.Answered(200, "令牌"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 4194305\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}xx0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n",
        "HTTP/2 200\r\n\r\n{}",
        "{}"
      })
  void an_answer_that_is_not_whole_is_lost(String raw) {
    assertThat(answerTo(raw)).isInstanceOf(Reply.Lost.class);
  }

  @Test
  void an_endless_head_is_lost() {
    assertThat(answerTo("HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(20_000)))
        .isInstanceOf(Reply.Lost.class);
  }

  @Test
  void the_request_goes_out_byte_for_byte() {
    try (var vendor = ScriptedVendor.that(ScriptedVendor.answers(200, "{}"))) {
      URI uri = URI.create(vendor.address() + "/a%2Fb?x=%E4%BB%A4&y=1");

      HTTP.send(Http.Request.get(uri), LONG);
      HTTP.send(Http.Request.post(uri, "{\"名\":1}"), LONG);

      String host = "Host: 127.0.0.1:" + vendor.address().getPort();
      String common = "User-Agent: lingpai\r\nAccept: */*\r\nConnection: close\r\n";
      assertThat(vendor.requests())
          .containsExactly(
              "GET /a%2Fb?x=%E4%BB%A4&y=1 HTTP/1.1\r\n" + host + "\r\n" + common + "\r\n",
              "POST /a%2Fb?x=%E4%BB%A4&y=1 HTTP/1.1\r\n"
                  + host
                  + "\r\n"
                  + common
                  + "Content-Type: application/json; charset=utf-8\r\nContent-Length: 9\r\n\r\n"
                  + "{\"名\":1}");
    }
  }

  @Test
  void a_header_goes_out_as_given_and_cannot_hold_another() {
    try (var vendor = ScriptedVendor.that(ScriptedVendor.answers(200, "{}"))) {
      Http.Request request = Http.Request.get(vendor.address().resolve("/x"));

      HTTP.send(request.with("x-acs-dingtalk-access-token", "abc"), LONG);

      assertThat(vendor.requests().getFirst()).contains("\r\nx-acs-dingtalk-access-token: abc\r\n");
      assertThatThrownBy(() -> request.with("x", "a\r\nSecond: b"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("Second");
    }
  }

  @Test
  void a_proxy_is_the_only_way_out_when_there_is_one() {
    try (var vendor = ScriptedVendor.that(ScriptedVendor.answers(200, "{}"));
        var proxy = ScriptedVendor.that(ScriptedVendor.answers(403, ""))) {
      InetSocketAddress address = new InetSocketAddress("127.0.0.1", proxy.address().getPort());
      Http http = new DirectHttp(new Proxy(Proxy.Type.HTTP, address), System::nanoTime);

      Reply reply = http.send(Http.Request.get(vendor.address().resolve("/x?secret=s")), LONG);

      assertThat(reply).isInstanceOf(Reply.NeverLeft.class);
      assertThat(vendor.requests()).isEmpty();
      assertThat(proxy.requests().getFirst())
          .startsWith("CONNECT 127.0.0.1:" + vendor.address().getPort())
          .doesNotContain("secret");
    }
  }

  @Test
  void requests_and_answers_print_without_what_they_carry() {
    URI uri = URI.create("https://api.weixin.qq.com/cgi-bin/token?secret=canary");

    assertThat(Http.Request.post(uri, "canary").toString())
        .isEqualTo("POST https://api.weixin.qq.com/cgi-bin/token");
    assertThat(new Reply.Answered(200, "canary").toString()).isEqualTo("Answered[200]");
  }

  private static Reply answerTo(String raw) {
    try (var vendor =
        ScriptedVendor.that((out, closing) -> out.write(raw.getBytes(StandardCharsets.UTF_8)))) {
      return HTTP.send(Http.Request.get(vendor.address().resolve("/x")), LONG);
    }
  }
}
