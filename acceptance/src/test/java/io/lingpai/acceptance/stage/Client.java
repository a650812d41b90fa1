package io.lingpai.acceptance.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Calls a server; an answer that does not come is an {@link AssertionError}. */
public final class Client {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMinutes(1))
          .build();

  private final int port;

  public Client(int port) {
    this.port = port;
  }

  public HttpResponse<String> get(String key, String path) {
    return send(request(key, path).GET());
  }

  public HttpResponse<String> post(String key, String path, Object body) {
    return send(
        request(key, path)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(text(body))));
  }

  public HttpResponse<String> patch(String key, String path, Object body) {
    return send(
        request(key, path)
            .header("content-type", "application/json")
            .method("PATCH", BodyPublishers.ofString(text(body))));
  }

  public HttpResponse<String> delete(String key, String path) {
    return send(request(key, path).DELETE());
  }

  /** A request as the bearer of a key; of none, if it is empty. */
  public HttpRequest.Builder request(String key, String path) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofMinutes(2));
    return key.isEmpty() ? builder : builder.header("authorization", "Bearer " + key);
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("no answer from " + request.build().uri().getPath(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  public static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError(answer.body(), e);
    }
  }

  private static String text(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
