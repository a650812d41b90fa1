package io.lingpai.server.wiring;

import static io.lingpai.server.wiring.RunningServer.OFFICIAL;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.server.wiring.RunningServer.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/** What an SDK of WeChat's asks of us, in an official account's name. */
final class SdkCalls {

  static final String INFO = "/cgi-bin/user/info";
  static final String SEND = "/cgi-bin/message/custom/send";

  private final RunningServer server;
  final String openid;

  SdkCalls(RunningServer server) throws Exception {
    this.server = server;
    this.openid = server.openid();
  }

  Answer user(String path, String user, String who) throws Exception {
    return server.get("", "/wechat" + path + "?access_token=" + user + "&openid=" + who);
  }

  Answer info(String with) throws Exception {
    return server.get("", "/wechat" + INFO + "?access_token=" + with + "&openid=" + openid);
  }

  Answer message(String with, String text) throws Exception {
    return post(
        SEND + "?access_token=" + with,
        "{\"touser\":\""
            + openid
            + "\",\"msgtype\":\"text\",\"text\":{\"content\":\""
            + text
            + "\"}}");
  }

  Answer post(String path, String body) throws Exception {
    return server.send(
        HttpRequest.newBuilder(URI.create(server.url("/wechat" + path)))
            .timeout(Duration.ofSeconds(30))
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  Answer vendor(String path) throws Exception {
    return server.send(
        HttpRequest.newBuilder(URI.create(server.sandbox.baseUrl() + path)).GET().build());
  }

  String token(String with) throws Exception {
    return tokenAnswer(with).get("access_token").asText();
  }

  JsonNode tokenAnswer(String with) throws Exception {
    return tokenAnswer(with, "\"force_refresh\":false");
  }

  JsonNode tokenAnswer(String with, String more) throws Exception {
    return post(
            "/cgi-bin/stable_token",
            "{\"grant_type\":\"client_credential\",\"appid\":\""
                + OFFICIAL
                + "\",\"secret\":\""
                + with
                + "\","
                + more
                + "}")
        .json();
  }
}
