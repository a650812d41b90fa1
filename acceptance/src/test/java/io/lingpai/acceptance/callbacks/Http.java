package io.lingpai.acceptance.callbacks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;

/** Calls that are plain HTTP. Safe for many threads. */
final class Http implements AutoCloseable {

  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMinutes(1))
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  record Answer(int status, String type, String body) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw new AssertionError(this.toString(), e);
      }
    }
  }

  Answer get(String url, String key) throws Exception {
    return send(request(url, key).GET());
  }

  Answer json(String method, String url, String key, Object body) throws Exception {
    return send(
        request(url, key)
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
  }

  Answer post(String url, byte[] body) throws Exception {
    return send(
        request(url, "").header("content-type", "text/xml").POST(BodyPublishers.ofByteArray(body)));
  }

  private static HttpRequest.Builder request(String url, String key) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofMinutes(1));
    return key.isEmpty() ? request : request.header("authorization", "Bearer " + key);
  }

  private Answer send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
    return new Answer(
        answer.statusCode(), answer.headers().firstValue("content-type").orElse(""), answer.body());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
