package io.lingpai.dingtalk.signing;

import io.lingpai.page.PageUrl;
import io.lingpai.secret.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What {@code dd.config} wants of a server, beside the names of the functions.
 *
 * <p>DingTalk's clients compare with the page's address whose query is percent-decoded, so that is
 * what is signed, and what {@code url} holds. Source: "JSAPI authentication", open.dingtalk.com,
 * checked 2026-11-21.
 *
 * @param agentId of the same app as the ticket
 * @param timeStamp in seconds; only its equality with the signed one matters
 */
public record ConfigSignature(
    String url, String nonceStr, String agentId, long timeStamp, String corpId, String signature) {

  /** How the ticket and the rest are digested. Clients tell them apart by their length. */
  public enum Digest {
    /** As the documents have it now. */
    SHA_256("SHA-256"),
    /** As they had it; what most code in the field still makes. */
    SHA_1("SHA-1");

    private final String algorithm;

    Digest(String algorithm) {
      this.algorithm = algorithm;
    }

    private String of(String text) {
      try {
        MessageDigest digest = MessageDigest.getInstance(algorithm);
        return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(algorithm + " is part of every JDK", e);
      }
    }
  }

  /** Signs for a page. */
  public static ConfigSignature of(
      Secret ticket, String nonce, long seconds, PageUrl page, Agent agent, Digest digest) {
    String url = decodedQuery(page.value());
    String signature = digits(ticket, nonce, Long.toString(seconds), url, digest);
    return new ConfigSignature(url, nonce, agent.agentId(), seconds, agent.corpId(), signature);
  }

  static String digits(Secret ticket, String nonce, String stamp, String url, Digest digest) {
    return digest.of(
        "jsapi_ticket="
            + ticket.reveal()
            + "&noncestr="
            + nonce
            + "&timestamp="
            + stamp
            + "&url="
            + url);
  }

  /** The app as DingTalk's client must find it: its number in one company. */
  public record Agent(String agentId, String corpId) {}

  /** An address with its query decoded; a plus becomes a space, as in DingTalk's own code. */
  static String decodedQuery(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query + 1) + decoded(url.substring(query + 1));
  }

  static String decoded(String query) {
    try {
      return URLDecoder.decode(query, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Not percent-encoding at all; then the client has nothing to decode either.
      return query;
    }
  }
}
