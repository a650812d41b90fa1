package io.lingpai.wechat.http;

import java.net.URI;
import java.time.Duration;
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
   * @param json the body; {@code null} sends none
   */
  record Request(String method, URI uri, @Nullable String json) {

    public static Request get(URI uri) {
      return new Request("GET", uri, null);
    }

    public static Request post(URI uri, String json) {
      return new Request("POST", uri, json);
    }

    /** Without query and body, where the secrets are. */
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
