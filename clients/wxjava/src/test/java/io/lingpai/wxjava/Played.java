package io.lingpai.wxjava;

import io.lingpai.client.LingpaiClient;
import io.lingpai.client.Transport;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that is not there: {@code app/kind} has the value that the test gave it last. */
final class Played implements Transport {

  static final String KEY = "lpk_k_thesecretofthekey";
  static final String EXPIRES_AT = "2026-11-21T10:00:00Z";

  final List<String> reported = new CopyOnWriteArrayList<>();
  private final Map<String, String> values = new ConcurrentHashMap<>();
  private final Map<String, Integer> versions = new ConcurrentHashMap<>();

  /** Nothing is promised, so that each of its reads is a question. */
  LingpaiClient client() {
    return LingpaiClient.at("http://lingpai:8800").key(KEY).transport(this).build();
  }

  void has(String credential, String value) {
    values.put(credential, value);
    versions.merge(credential, 1, Integer::sum);
  }

  @Override
  public Response send(Request request) {
    String[] path = request.uri().getPath().split("/");
    String credential = path[4] + "/" + path[6];
    request
        .body()
        .map(body -> new String(body, StandardCharsets.UTF_8))
        .ifPresent(body -> reported.add(credential + " " + body));
    String value = values.get(credential);
    return value == null
        ? answer(
            HttpURLConnection.HTTP_NOT_FOUND,
            "application/problem+json",
            "{\"type\":\"/problems/not-found\",\"detail\":\"d\"}")
        : answer(
            HttpURLConnection.HTTP_OK,
            "application/json",
            """
            {"app":"%s","kind":"%s","value":"%s","version":%d,"issued_at":"2026-11-21T08:00:00Z",
             "expires_at":"%s","expires_in":7200,"fresh_for":0,"renewed":true}
            """
                .formatted(path[4], path[6], value, versions.get(credential), EXPIRES_AT));
  }

  private static Response answer(int status, String type, String body) {
    return new Response() {
      @Override
      public int status() {
        return status;
      }

      @Override
      public Optional<String> header(String name) {
        return name.equals("Content-Type") ? Optional.of(type) : Optional.empty();
      }

      @Override
      public InputStream body() {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
      }

      @Override
      public void close() {}
    };
  }
}
