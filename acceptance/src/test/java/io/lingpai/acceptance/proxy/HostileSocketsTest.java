package io.lingpai.acceptance.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, where it goes and with whose token is not the sender's to say. */
class HostileSocketsTest {

  private static final String APPID = "wx00000000000000b1";
  private static final String CALL = "/wechat/cgi-bin/user/info?openid=o&access_token=";
  private static final long LARGE = 48L << 20;

  private static PlainVendor vendor;
  private static Surface surface;
  private static String key;
  private static String token;

  @BeforeAll
  static void start(@TempDir Path data) throws Exception {
    vendor = new PlainVendor();
    surface = new Surface(data, vendor.base());
    surface.add("shop", "wechat-official", APPID, "5b5ec7e70000000000000000000000b1", "stable");
    key = surface.key("proxy:shop");
    token = surface.token(APPID, key);
  }

  @AfterAll
  static void stop() {
    surface.close();
    vendor.close();
  }

  @BeforeEach
  void forget() {
    vendor.seen.clear();
  }

  /** {@code @} stands for a good call, {@code $} for its token. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET //evil.example/x?access_token=$ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /wechat//evil.example/x?access_token=$ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /wechat/@evil.example/x?access_token=$ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://evil.example/wechat/x?access_token=$ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /wechat/http://evil.example/x?access_token=$ HTTP/1.1\r\nHost: a\r\n\r\n",
        "CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /wechat/a/../cgi-bin/clear_quota?access_token=$ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /wechat/a/%2e%2e/clear_quota?access_token=$ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /wechat/a%2fb?access_token=$ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /wechat/a%5cb?access_token=$ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /wechat/a\\b?access_token=$ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /wechat/a%00?access_token=$ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /wechat/a%0d%0aHost:%20evil?access_token=$ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /wechat/cgi-bin/cle%61r_quota?access_token=$ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /wechat/x?access_token=$&access_token=39_other HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /wechat/x?access_token=39_other&%61ccess_token=$ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /wechat/x?access_token=$&a=b;access_token=39_other HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /wechat/x?access_token=$&ACCESS_TOKEN=39_other HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /wechat/x?access_token=39_realtokenoftheapp-Q_w HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET @ HTTP/1.1\r\nHost: a\r\nHost: evil.example\r\n\r\n",
        "GET @ HTTP/1.1\r\nHost: a\r\nX: 1\r\n folded\r\n\r\n",
        "POST @ HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "POST @ HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
        "POST @ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "POST @ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST @ HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      })
  void nothing_of_it_reaches_the_vendor(String request) throws Exception {
    exchange(
        request
            .replace("GET @", "GET " + CALL + token)
            .replace("POST @", "POST " + CALL + token)
            .replace("$", token)
            .replaceFirst("Host: a\r\n", "Host: a\r\nConnection: close\r\n"));

    assertThat(vendor.seen).isEmpty();
  }

  @Test
  void headers_do_not_choose_the_vendor_nor_leave_with_what_is_ours() throws Exception {
    String answer =
        exchange(
            "GET "
                + CALL
                + token
                + " HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n"
                + "Forwarded: host=evil.example\r\nAuthorization: Bearer "
                + key
                + "\r\nCookie: session=ours\r\nConnection: close\r\nConnection: X-Hop, X-Too\r\n"
                + "X-Hop: 1\r\nX-Too: 2\r\n"
                + "X-Kept: yes\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200 OK");
    PlainVendor.Seen seen = vendor.seen.getFirst();
    assertThat(seen.target())
        .isEqualTo("/cgi-bin/user/info?openid=o&access_token=" + PlainVendor.TOKEN);
    assertThat("http://" + seen.headers().get("Host").getFirst()).isEqualTo(vendor.base());
    assertThat(seen.headers().get("X-kept")).containsExactly("yes");
    assertThat(seen.headers().keySet())
        .doesNotContain(
            "X-forwarded-host", "Forwarded", "Authorization", "Cookie", "X-hop", "X-too");
  }

  @Test
  void a_query_arrives_byte_for_byte_but_for_the_token() throws Exception {
    exchange(
        "GET /wechat/x?b=%e4%BD%a0+c&&=&%61ccess_token="
            + token
            + "&q=a;b&plus=+&u=~!*'()&last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(vendor.seen.getFirst().target())
        .isEqualTo(
            "/x?b=%e4%BD%a0+c&&=&%61ccess_token="
                + PlainVendor.TOKEN
                + "&q=a;b&plus=+&u=~!*'()&last");
  }

  @Test
  void two_requests_in_one_breath_are_two_requests() throws Exception {
    String one = " HTTP/1.1\r\nHost: a\r\n";
    String answers =
        exchange(
            "POST "
                + CALL
                + token
                + one
                + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nGET "
                + CALL
                + token
                + one
                + "Connection: close\r\n\r\n");

    assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(3);
    assertThat(vendor.seen.stream().map(PlainVendor.Seen::body).toList()).containsExactly(3L, 0L);
  }

  @Test
  void a_body_is_asked_for_before_it_is_sent() throws Exception {
    try (Socket socket = connected()) {
      socket
          .getOutputStream()
          .write(
              ("POST "
                      + CALL
                      + token
                      + " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                      + "Content-Length: 5\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readNBytes(25), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));

      assertThat(read(socket)).contains("\"body\":5");
    }
  }

  @Test
  void large_bodies_go_through_both_ways() throws Exception {
    HttpResponse<InputStream> down =
        surface.http.send(
            HttpRequest.newBuilder(
                    URI.create(surface.base() + "/large/" + LARGE + "?access_token=" + token))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    long got = 0;
    byte[] piece = new byte[1 << 16];
    try (InputStream in = down.body()) {
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        got += read;
      }
    }
    byte[] body = new byte[(int) LARGE];
    String up =
        surface
            .http
            .send(
                HttpRequest.newBuilder(
                        URI.create(surface.base() + "/cgi-bin/media/upload?access_token=" + token))
                    .POST(BodyPublishers.ofByteArray(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();

    assertThat(got).isEqualTo(LARGE);
    assertThat(up).contains("\"body\":" + LARGE);
    assertThat(vendor.seen.getLast().headers().get("Content-length"))
        .isEqualTo(List.of(Long.toString(LARGE)));
  }

  private static Socket connected() throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress("127.0.0.1", surface.node.port()), 60_000);
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static String exchange(String request) throws IOException {
    try (Socket socket = connected()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return read(socket);
    }
  }

  private static String read(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (SocketException | SocketTimeoutException ended) {
      return all.toString(StandardCharsets.UTF_8);
    }
    return all.toString(StandardCharsets.UTF_8);
  }
}
