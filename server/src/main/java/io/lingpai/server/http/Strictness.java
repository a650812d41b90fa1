package io.lingpai.server.http;

import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Sort;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the web library would let through and we do not. Each rule has a raw-socket test. After any
 * of these refusals the connection is closed: what follows on it cannot be trusted to be a request.
 */
final class Strictness {

  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._~-]+)(:\\d{1,5})?");

  // %2e and %5c could climb, %2f could split, %00 and controls could end a string elsewhere.
  private static final Pattern TRICKY_ESCAPE =
      Pattern.compile("%(?:2[ef]|5c|[01][0-9a-f]|7f)", Pattern.CASE_INSENSITIVE);

  private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");

  private Strictness() {}

  /** The problem with a request, or {@code null} if it may go on. */
  static @Nullable Problem complaint(HttpServerRequest request) {
    if (request.method().equals(HttpMethod.CONNECT)) {
      return Problem.of(Sort.MALFORMED, "CONNECT is not for this server");
    }
    Problem target = target(request.uri());
    if (target != null) {
      return target;
    }
    Problem host = host(request);
    return host != null ? host : headers(request);
  }

  private static @Nullable Problem target(String target) {
    if (target.isEmpty() || target.charAt(0) != '/') {
      return Problem.malformed("target", "the request target must start with one /");
    }
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c == 0x7f || c == '#' || c == '\\') {
        return Problem.malformed(
            "target", "the request target has a character that may not be in it");
      }
    }
    int question = target.indexOf('?');
    return path(question < 0 ? target : target.substring(0, question));
  }

  private static @Nullable Problem path(String path) {
    if (path.contains("//")) {
      return Problem.malformed("target", "the path has an empty segment");
    }
    if (path.contains("/./")
        || path.contains("/../")
        || path.endsWith("/.")
        || path.endsWith("/..")) {
      return Problem.malformed("target", "the path has a dot segment");
    }
    if (path.indexOf('%') >= 0) {
      if (TRICKY_ESCAPE.matcher(path).find()) {
        return Problem.malformed(
            "target", "the path has an escaped slash, dot, backslash or control character");
      }
      if (ESCAPE.matcher(path).replaceAll("").indexOf('%') >= 0) {
        return Problem.malformed("target", "the path has an escape that is not %XX");
      }
    }
    return null;
  }

  private static @Nullable Problem host(HttpServerRequest request) {
    List<String> hosts = request.headers().getAll("host");
    if (hosts.isEmpty() && request.version() == HttpVersion.HTTP_1_0) {
      return null;
    }
    if (hosts.size() != 1 || !HOST.matcher(hosts.getFirst()).matches()) {
      return Problem.malformed("Host", "exactly one Host header with a host and perhaps a port");
    }
    return null;
  }

  private static @Nullable Problem headers(HttpServerRequest request) {
    for (Map.Entry<String, String> header : request.headers()) {
      if (header.getKey().isEmpty()) {
        return Problem.malformed("headers", "a header has no name");
      }
    }
    List<String> codings = request.headers().getAll("transfer-encoding");
    if (codings.isEmpty()) {
      return length(request.headers().getAll("content-length"));
    }
    boolean chunked = codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
    if (!chunked || request.version() == HttpVersion.HTTP_1_0) {
      return Problem.malformed("Transfer-Encoding", "only exactly `chunked` is understood");
    }
    if (request.headers().contains("content-length")) {
      return Problem.malformed("Content-Length", "not together with Transfer-Encoding");
    }
    return null;
  }

  private static @Nullable Problem length(List<String> lengths) {
    if (lengths.isEmpty()) {
      return null;
    }
    String length = lengths.getFirst();
    boolean digits = !length.isEmpty() && length.length() < 16;
    for (int i = 0; i < length.length(); i++) {
      digits &= length.charAt(i) >= '0' && length.charAt(i) <= '9';
    }
    if (lengths.size() != 1 || !digits) {
      return Problem.malformed("Content-Length", "exactly one, a whole number of bytes");
    }
    return null;
  }
}
