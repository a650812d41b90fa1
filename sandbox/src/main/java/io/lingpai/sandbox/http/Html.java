package io.lingpai.sandbox.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** Pages without a template engine: there are few, and the sandbox brings no libraries along. */
public final class Html {
  /** Where the pages look for their style; the control API serves it. */
  public static final String STYLE = "/_sandbox/style.css";

  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'; base-uri"
          + " 'none'";

  private Html() {}

  public static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** A whole page; {@code body} is HTML already. */
  public static Answer page(String language, String title, String body) {
    return Answer.html(
            200,
            "<!doctype html><html lang='"
                + escape(language)
                + "'><head><meta charset=utf-8>"
                + "<meta name=viewport content='width=device-width,initial-scale=1'>"
                + "<link rel=icon href='data:,'><link rel=stylesheet href='"
                + STYLE
                + "'><title>"
                + escape(title)
                + "</title></head><body>"
                + body
                + "</body></html>")
        .with("Content-Security-Policy", POLICY)
        .with("Cache-Control", "no-store");
  }

  /** The style of all pages. */
  public static Answer style() {
    try (InputStream file = Html.class.getResourceAsStream("sandbox.css")) {
      String style =
          new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(200, "text/css; charset=utf-8", style, 0, Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
