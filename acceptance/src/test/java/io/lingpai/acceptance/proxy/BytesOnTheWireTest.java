package io.lingpai.acceptance.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no HTTP library would send, in requests and in answers. */
class BytesOnTheWireTest {

  private static final String APPID = "wx00000000000000d1";

  private static final String USERS = "39_tokenoftheuser";

  private RawVendor vendor;
  private Surface surface;
  private String key;
  private String token;

  @BeforeEach
  void start(@TempDir Path data) throws Exception {
    vendor = new RawVendor(BytesOnTheWireTest::answer);
    surface = new Surface(data, vendor.base());
    surface.add("shop", "wechat-official", APPID, "5b5ec7e70000000000000000000000d1", "stable");
    key = surface.key("proxy:shop");
    token = surface.token(APPID, key);
  }

  @AfterEach
  void stop() throws IOException {
    surface.close();
    vendor.close();
  }

  private static String answer(String line) {
    String target = line.split(" ")[1];
    if (target.startsWith("/moved")) {
      return "HTTP/1.1 302 Found\r\nLocation: https://else.example"
          + target
          + "\r\nX-Query: "
          + target
          + "\r\nX-Kept: yes\r\nContent-Length: 0\r\n\r\n";
    }
    if (target.startsWith("/cgi-bin/openapi/rid/get")) {
      return RawVendor.answer("{\"a\":\"" + "x".repeat(2_000_000) + "\"}");
    }
    if (target.startsWith("/sns/oauth2/access_token")) {
      String body = "{\"access_token\":\"" + USERS + "\",\"openid\":\"o\"}";
      return RawVendor.answer(body)
          .replaceFirst("\r\n", "\r\nSet-Cookie: t=" + USERS + "\r\nContent-Type: text/plain\r\n");
    }
    if (target.startsWith("/provisional")) {
      return "HTTP/1.1 102 Processing\r\n\r\n" + RawVendor.answer("{\"whose\":\"the first\"}");
    }
    if (target.startsWith("/switched")) {
      return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
          + "Connection: Upgrade\r\n\r\n";
    }
    return RawVendor.answer("{\"errcode\":0}");
  }

  @Test
  void a_vendor_that_sends_the_caller_elsewhere_does_not_hand_out_the_token() throws Exception {
    String answer = call("/moved?access_token=" + token);

    assertThat(answer)
        .startsWith("HTTP/1.1 302 Found")
        .contains("X-Kept: yes")
        .doesNotContain(RawVendor.TOKEN);
  }

  @Test
  void a_vendor_behind_a_path_is_called_beneath_it(@TempDir Path data) throws Exception {
    try (Surface gateway = new Surface(data, vendor.base() + "/gateway/")) {
      gateway.add("shop", "wechat-official", APPID, "5b5ec7e70000000000000000000000d1", "stable");
      gateway.get("/x?access_token=" + gateway.token(APPID, gateway.key("proxy:shop")));
    }

    assertThat(vendor.lines)
        .containsExactly("GET /gateway/x?access_token=" + RawVendor.TOKEN + " HTTP/1.1");
  }

  @Test
  void what_was_taken_out_of_an_answer_does_not_leave_beside_it() throws Exception {
    String answer = call("/sns/oauth2/access_token?code=c&appid=" + APPID + "&secret=" + key);

    assertThat(answer)
        .contains("Content-Type: text/plain", "\"openid\":\"o\"")
        .doesNotContain(USERS);
  }

  @Test
  void an_answer_too_large_to_be_rewritten_was_not_lost() throws Exception {
    assertThat(call("/cgi-bin/openapi/rid/get?access_token=" + token))
        .contains("\"errcode\":-1", "cannot be passed on");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/provisional", "/switched"})
  void what_is_not_the_answer_is_not_taken_for_it(String path) throws Exception {
    String answer = call(path + "?access_token=" + token);

    assertThat(answer).startsWith("HTTP/1.1 504 Gateway Timeout").contains("\"errcode\":-1");
    assertThat(call("/x?access_token=" + token)).contains("{\"errcode\":0}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&name=\u00e4\u00bd\u00a0\u00e5\u00a5\u00bd",
        "&name=%C4%E3%BA%C3",
        "&rate=50%&last=%zz",
      })
  void what_decides_nothing_goes_on_in_whatever_encoding_it_came(String more) throws Exception {
    call("/x?access_token=" + token + more);

    assertThat(vendor.lines)
        .containsExactly("GET /x?access_token=" + RawVendor.TOKEN + more + " HTTP/1.1");
  }

  @Test
  void bytes_of_no_encoding_we_could_keep_are_escaped() throws Exception {
    call("/x?access_token=" + token + "&name=\u00c4\u00e3");

    assertThat(vendor.lines)
        .containsExactly("GET /x?access_token=" + RawVendor.TOKEN + "&name=%C4%E3 HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret=5b5ec7e7", "component_access_token=t", "state=lpk_a_b"})
  void no_browser_is_sent_on_with_a_credential_in_its_address(String credential) throws Exception {
    String page = "-open/connect/oauth2/authorize?appid=" + APPID + "&";

    assertThat(call(page + credential)).contains("48001").doesNotContain("location");
    assertThat(call(page + "state=s")).startsWith("HTTP/1.1 302 Found");
  }

  private String call(String target) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", surface.node.port()), 60_000);
      socket.setSoTimeout(60_000);
      String request = "GET /wechat" + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(all);
      return all.toString(StandardCharsets.ISO_8859_1);
    }
  }
}
