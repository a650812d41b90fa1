package io.lingpai.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.lingpai.platform.http.Http.Reply;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIsVerifiedTest {

  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final AtomicInteger ASKED = new AtomicInteger();
  private static SSLContext trusting;
  private static HttpsServer vendor;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("vendor.p12");
    int exit =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "vendor",
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storepass",
                "changeit",
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.txt").toFile())
            .start()
            .waitFor();
    assertThat(exit).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trustOnly(store));
    SSLContext serving = SSLContext.getInstance("TLS");
    serving.init(keys.getKeyManagers(), null, null);
    trusting = SSLContext.getInstance("TLS");
    trusting.init(null, trust.getTrustManagers(), null);

    vendor = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    vendor.setHttpsConfigurator(new HttpsConfigurator(serving));
    vendor.createContext(
        "/",
        exchange -> {
          ASKED.incrementAndGet();
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("{}".getBytes());
          exchange.close();
        });
    vendor.start();
  }

  @AfterAll
  static void stop() {
    vendor.stop(0);
  }

  @Test
  void a_certificate_that_nobody_vouches_for_gets_no_request() {
    Http http = new DirectHttp(Proxy.NO_PROXY, System::nanoTime);

    assertRefused(http, "localhost");
  }

  @Test
  void a_certificate_of_another_host_gets_no_request() {
    assertRefused(trusting(), "127.0.0.1");
  }

  @Test
  void a_certificate_that_is_vouched_for_is_spoken_to() {
    int before = ASKED.get();

    assertThat(send(trusting(), "localhost")).isEqualTo(new Reply.Answered(200, "{}"));
    assertThat(ASKED.get()).isEqualTo(before + 1);
  }

  private static void assertRefused(Http http, String host) {
    int before = ASKED.get();
    Reply reply = send(http, host);

    assertThat(reply).isInstanceOf(Reply.NeverLeft.class);
    assertThat(((Reply.NeverLeft) reply).why()).startsWith("TLS: ");
    assertThat(ASKED.get()).isEqualTo(before);
  }

  private static Reply send(Http http, String host) {
    URI uri = URI.create("https://" + host + ":" + vendor.getAddress().getPort() + "/x");
    return http.send(Http.Request.get(uri), Duration.ofSeconds(10));
  }

  private static Http trusting() {
    return new DirectHttp(trusting::getSocketFactory, Proxy.NO_PROXY, System::nanoTime);
  }

  private static KeyStore trustOnly(KeyStore store) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("vendor", store.getCertificate("vendor"));
    return trusted;
  }
}
