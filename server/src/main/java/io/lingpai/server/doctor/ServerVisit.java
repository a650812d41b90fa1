package io.lingpai.server.doctor;

import io.lingpai.server.config.Address;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Whether the server that this configuration describes runs, and is well. */
record ServerVisit(Presence presence, Finding finding) {

  /** Whether there is one. */
  enum Presence {
    RUNNING,
    ABSENT,
    UNKNOWN
  }

  private static final String ABOUT = "server";
  private static final Duration WITHIN = Duration.ofSeconds(5);

  static ServerVisit to(Address listen) {
    String where = "http://" + new Address(reachable(listen.host()), listen.port());
    if (listen.port() == 0) {
      return absent(where);
    }
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(WITHIN).build()) {
      return heard(
          where,
          client.send(
              HttpRequest.newBuilder(URI.create(where + "/health/ready")).timeout(WITHIN).build(),
              BodyHandlers.ofString()));
    } catch (ConnectException e) {
      return absent(where);
    } catch (IOException e) {
      return new ServerVisit(
          Presence.UNKNOWN,
          Finding.wrong(
              ABOUT,
              new Words(where + " takes connections and does not answer", where + " 接受连接但不应答"),
              new Words(
                  "Look at its log; if another program listens there, set `listen`.",
                  "请查看其日志；若是其他程序在监听，请修改 `listen`。")));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return absent(where);
    }
  }

  private static ServerVisit heard(String where, HttpResponse<String> answer) {
    if (answer.headers().firstValue("x-request-id").isEmpty()) {
      return new ServerVisit(
          Presence.UNKNOWN,
          Finding.wrong(
              ABOUT,
              new Words("another program answers at " + where, "在 " + where + " 应答的是其他程序"),
              new Words("Stop it, or set `listen`.", "请停止它，或修改 `listen`。")));
    }
    // With an address of its own for the public, health lives only there, and this is a 404.
    return answer.statusCode() == 503
        ? new ServerVisit(
            Presence.RUNNING,
            Finding.wrong(
                ABOUT,
                new Words(where + " runs and is not ready", where + " 正在运行但未就绪"),
                new Words(
                    "It is starting or stopping, or has lost its store: look at its log.",
                    "它正在启动或停止，或失去了存储：请查看其日志。")))
        : new ServerVisit(
            Presence.RUNNING,
            Finding.ok(ABOUT, new Words("it runs at " + where, "正在 " + where + " 运行")));
  }

  private static ServerVisit absent(String where) {
    return new ServerVisit(
        Presence.ABSENT,
        Finding.note(ABOUT, new Words("none runs at " + where, where + " 没有运行中的服务")));
  }

  /** An address that stands for all of them is asked on the machine itself. */
  private static String reachable(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress().getHostAddress() : host;
    } catch (UnknownHostException e) {
      return host;
    }
  }
}
