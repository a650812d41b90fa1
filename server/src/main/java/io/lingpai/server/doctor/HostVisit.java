package io.lingpai.server.doctor;

import io.lingpai.server.config.Configuration;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a host answers, and what time it believes it is. Any answer will do: what is asked for is
 * the front page, which costs no quota.
 *
 * @param ahead how far its clock is ahead of ours; {@code null} where it did not say
 * @param trouble why there was no answer; {@code null} if there was
 */
record HostVisit(
    String name, URI address, @Nullable Duration ahead, @Nullable Words trouble, Duration took) {

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(8);

  /** The header counts whole seconds, so on average it is half a second behind. */
  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

  /** A client that goes out as calls to vendors do. */
  static HttpClient client(Configuration configuration) {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_WITHIN);
    configuration
        .outbound()
        .proxy()
        .ifPresent(
            proxy ->
                client.proxy(
                    ProxySelector.of(
                        new InetSocketAddress(
                            proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort()))));
    return client.build();
  }

  static HostVisit to(String name, URI address, HttpClient client, InstantSource clock) {
    Instant before = clock.instant();
    try {
      HttpResponse<Void> answer =
          client.send(
              HttpRequest.newBuilder(address.resolve("/")).timeout(ANSWER_WITHIN).build(),
              BodyHandlers.discarding());
      Instant after = clock.instant();
      Duration took = Duration.between(before, after);
      int status = answer.statusCode();
      if (status >= 500) {
        Words trouble = new Words("it answers with status " + status, "返回状态码 " + status);
        return new HostVisit(name, address, null, trouble, took);
      }
      Instant halfWay = before.plus(took.dividedBy(2));
      Duration ahead =
          date(answer)
              .map(date -> Duration.between(halfWay, date.plus(HALF_A_SECOND)))
              .orElse(null);
      return new HostVisit(name, address, ahead, null, took);
    } catch (IOException e) {
      return new HostVisit(
          name, address, null, inWords(e), Duration.between(before, clock.instant()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new HostVisit(name, address, null, new Words("interrupted", "已中断"), Duration.ZERO);
    }
  }

  // An answer kept by a cache tells the time it was kept at.
  private static Optional<Instant> date(HttpResponse<Void> answer) {
    if (!answer.headers().firstValue("age").orElse("0").equals("0")) {
      return Optional.empty();
    }
    try {
      return answer
          .headers()
          .firstValue("date")
          .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Words inWords(IOException e) {
    return switch (e) {
      case HttpTimeoutException _ -> new Words("no answer in time", "未在时限内应答");
      case ConnectException refused
          when refused.getCause() instanceof ConnectException deeper
              && deeper.getCause() instanceof UnresolvedAddressException ->
          new Words("its name is not found", "无法解析域名");
      case ConnectException _ -> new Words("no connection", "无法建立连接");
      case SSLException tls ->
          new Words("TLS fails: " + tls.getMessage(), "TLS 失败：" + tls.getMessage());
      default -> new Words("the connection ended without an answer", "连接在应答前断开");
    };
  }
}
