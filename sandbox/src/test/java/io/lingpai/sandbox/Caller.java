package io.lingpai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Calls the sandbox over real HTTP, as whoever tests with it would. */
final class Caller {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final String base;

  Caller(Sandbox sandbox) {
    base = sandbox.baseUrl();
  }

  JsonNode get(String target) {
    return json(answer(request(target).GET()).body());
  }

  JsonNode post(String target, String body) {
    HttpRequest.Builder request = request(target).header("Content-Type", "application/json");
    return json(answer(request.POST(BodyPublishers.ofString(body))).body());
  }

  JsonNode token(String appid, String secret) {
    return get("/cgi-bin/token?grant_type=client_credential&appid=" + appid + "&secret=" + secret);
  }

  JsonNode stableToken(String appid, String secret, boolean force) {
    return post(
        "/cgi-bin/stable_token",
        "{\"grant_type\":\"client_credential\",\"appid\":\"%s\",\"secret\":\"%s\",\"force_refresh\":%s}"
            .formatted(appid, secret, force));
  }

  /** The answer of a harmless call with this token: 0, or why it is refused. */
  int use(String token) {
    return get("/cgi-bin/get_api_domain_ip?access_token=" + token).path("errcode").asInt();
  }

  HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create(base + target));
  }

  HttpResponse<String> answer(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException malformed) {
      throw new UncheckedIOException(text, malformed);
    }
  }
}
