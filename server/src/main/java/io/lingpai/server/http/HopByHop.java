package io.lingpai.server.http;

import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Headers that concern one connection and go no further, and those that are nobody's business. */
final class HopByHop {

  private static final Set<String> ALWAYS =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings");

  // Cookies and keys of ours must not reach a vendor; nor need it know the inside of our network.
  private static final Set<String> NOT_FOR_THE_VENDOR =
      Set.of(
          "host",
          "expect",
          "content-length",
          "authorization",
          "cookie",
          "forwarded",
          "via",
          "x-real-ip",
          "x-request-id");

  /** Of an answer that had to be rewritten: what is in the others may be what was taken out. */
  private static final Set<String> BESIDE_ANOTHER_BODY =
      Set.of("content-type", "date", "server", "cache-control", "expires", "retry-after");

  private static final Pattern NOT_GZIP = Pattern.compile("gzip\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$)");

  private HopByHop() {}

  /** What of a request goes on; its length and host are said anew. */
  static void request(MultiMap from, MultiMap to, boolean plainAnswer) {
    Set<String> named = named(from);
    for (Map.Entry<String, String> header : from) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      boolean stays =
          ALWAYS.contains(name)
              || NOT_FOR_THE_VENDOR.contains(name)
              || named.contains(name)
              || name.startsWith("x-forwarded-")
              || (plainAnswer && (name.equals("accept-encoding") || name.equals("range")));
      if (stays) {
        continue;
      }
      if (name.equals("accept-encoding")) {
        // The only coding whose beginning can be read here.
        if (takesGzip(header.getValue().toLowerCase(Locale.ROOT))) {
          to.set("Accept-Encoding", "gzip");
        }
      } else {
        to.add(header.getKey(), header.getValue());
      }
    }
  }

  /**
   * What of an answer goes on; its length too, if the body is passed on as it is. A vendor that
   * sends the caller elsewhere may repeat the query there, real token included: that stays here.
   */
  static void answer(MultiMap from, MultiMap to, boolean bodyAsItIs, Outgoing sent) {
    Set<String> named = named(from);
    for (Map.Entry<String, String> header : from) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      boolean stays =
          ALWAYS.contains(name)
              || name.equals("x-request-id")
              || named.contains(name)
              || (!bodyAsItIs && !BESIDE_ANOTHER_BODY.contains(name))
              || sent.isToldBy(header.getValue());
      if (!stays) {
        to.add(header.getKey(), header.getValue());
      }
    }
  }

  private static boolean takesGzip(String codings) {
    return codings.contains("gzip") && !NOT_GZIP.matcher(codings).find();
  }

  private static Set<String> named(MultiMap headers) {
    List<String> lines = headers.getAll("connection");
    if (lines.isEmpty()) {
      return Set.of();
    }
    Set<String> named = new HashSet<>();
    for (String line : lines) {
      for (String name : line.split(",")) {
        String clean = name.strip().toLowerCase(Locale.ROOT);
        // Naming it there must not take from a request what tells its length.
        if (!clean.equals("content-length") && !clean.equals("content-type")) {
          named.add(clean);
        }
      }
    }
    return named;
  }
}
