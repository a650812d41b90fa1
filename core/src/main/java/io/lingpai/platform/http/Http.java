package io.lingpai.platform.http;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks a vendor once. Blocks; safe for many threads; never throws for what the network does.
 *
 * <p>An implementation sends a request <b>at most once</b>. Asking for a token changes the vendor's
 * state even when it is a GET, and a repetition nobody knows of ends a token that is in use.
 */
public interface Http {

  /**
   * @param within covers everything: connecting, the answer's head, and the last byte of its body
   */
  Reply send(Request request, Duration within);

  /**
   * @param headers beside those that every request has; each name and value one line of ASCII
   * @param json the body; {@code null} sends none
   */
  record Request(String method, URI uri, Map<String, String> headers, @Nullable String json) {

    private static final Pattern ONE_LINE = Pattern.compile("[\\x20-\\x7e]*");

    public Request {
      headers = Map.copyOf(headers);
      headers.forEach(
          (name, value) -> {
            if (!ONE_LINE.matcher(name + value).matches()) {
              // The value may be a token.
              throw new IllegalArgumentException(
                  "headers: more than one line, or not ASCII (expected: one line of ASCII each)");
            }
          });
    }

    public static Request get(URI uri) {
      return new Request("GET", uri, Map.of(), null);
    }

    public static Request post(URI uri, String json) {
      return new Request("POST", uri, Map.of(), json);
    }

    public Request with(String header, String value) {
      Map<String, String> more = new HashMap<>(headers);
      more.put(header, value);
      return new Request(method, uri, more, json);
    }

    /** Without query, headers and body, where the secrets are. */
    @Override
    public String toString() {
      return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }
  }

  /** What came of it. Redirects are answers like any other and are not followed. */
  sealed interface Reply {

    /** A whole answer, whatever it says. */
    record Answered(int status, String body) implements Reply {

      /** A body may hold a token. */
      @Override
      public String toString() {
        return "Answered[" + status + "]";
      }
    }

    /** Not a byte of the request left: the vendor cannot have done anything. */
    record NeverLeft(String why) implements Reply {}

    /** The request left, at least in part, and no whole answer came: anything may have happened. */
    record Lost(String why) implements Reply {}
  }
}
