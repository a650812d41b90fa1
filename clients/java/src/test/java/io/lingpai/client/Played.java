package io.lingpai.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Nodes that are not there: what each answers is set by the test. */
final class Played implements Transport {

  final List<String> asked = new CopyOnWriteArrayList<>();
  volatile Node node = request -> credential("token-1", 1, 7200, 300);

  interface Node {
    Response answer(Request request) throws IOException;
  }

  @Override
  public Response send(Request request) throws IOException {
    asked.add(request.toString());
    return node.answer(request);
  }

  static Response credential(String value, long version, long expiresIn, long freshFor) {
    return json(
        200,
        "application/json; charset=utf-8",
        said(value, version, "2026-11-21T08:00:00Z", expiresIn, freshFor),
        Map.of());
  }

  static Response issued(String value, long version, String issuedAt) {
    return json(200, "application/json", said(value, version, issuedAt, 7200, 300), Map.of());
  }

  static String said(String value, long version, String issuedAt, long expiresIn, long freshFor) {
    return """
    {"app":"shop","kind":"access_token","value":"%s","version":%d,
     "issued_at":"%s","expires_at":"2026-11-21T10:00:00Z",
     "expires_in":%d,"fresh_for":%d,"renewed":true}
    """
        .formatted(value, version, issuedAt, expiresIn, freshFor);
  }

  static Response problem(String slug, int status, Map<String, String> headers) {
    return json(
        status,
        "application/problem+json",
        """
        {"type":"/problems/%s","title":"t","status":%d,"detail":"d","vendor_code":"40125",
         "what_to_do":"repair it","request_id":"r-1"}
        """
            .formatted(slug, status),
        headers);
  }

  static Response json(int status, String type, String body, Map<String, String> headers) {
    return new Response() {
      @Override
      public int status() {
        return status;
      }

      @Override
      public Optional<String> header(String name) {
        return name.equals("Content-Type")
            ? Optional.of(type)
            : Optional.ofNullable(headers.get(name));
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
