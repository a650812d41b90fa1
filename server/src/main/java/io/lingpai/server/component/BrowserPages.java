package io.lingpai.server.component;

import io.lingpai.server.http.Answer;
import io.lingpai.server.problem.Language;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The page that an authorization begins at. The vendor looks at the referrer to see that the
 * administrator came from the platform's own domain, so the browser is sent on by a page and not by
 * a redirect, which would keep the referrer of whatever page came before.
 */
final class BrowserPages {

  /** Sends the browser on; whoever has no scripts follows the link. */
  private static final String SCRIPT = "document.getElementById('on').click()";

  private static final String SCRIPT_HASH = hash(SCRIPT);

  private BrowserPages() {}

  static Answer.Whole onward(URI vendorsPage, Language language) {
    boolean chinese = language == Language.CHINESE;
    String title = chinese ? "前往授权" : "On to the authorization";
    String words = chinese ? "如果没有自动跳转，请点击此处继续授权。" : "Continue to the authorization page.";
    String page =
        "<!doctype html><html lang='"
            + language.tag()
            + "'><head><meta charset=utf-8><meta name=referrer content=origin>"
            + "<meta name=viewport content='width=device-width'><title>"
            + title
            + "</title></head><body><p><a id=on rel=opener href='"
            + escaped(vendorsPage.toString())
            + "'>"
            + words
            + "</a></p><script>"
            + SCRIPT
            + "</script></body></html>";
    return Answer.text(200, "text/html; charset=utf-8", page)
        .with("content-language", language.tag())
        .with("referrer-policy", "origin")
        .with("x-frame-options", "DENY")
        .with(
            "content-security-policy",
            "default-src 'none'; script-src 'sha256-" + SCRIPT_HASH + "'; frame-ancestors 'none'");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String hash(String script) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
