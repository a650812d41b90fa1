package io.lingpai.sandbox.wechat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The checks WeChat makes of what a page signed: for the JS-SDK, for a card. */
final class PageSignature {
  private PageSignature() {}

  static String judge(
      String shown,
      String timestamp,
      String nonce,
      String signature,
      List<String> tickets,
      Set<String> domains) {
    int fragment = shown.indexOf('#');
    String url = fragment < 0 ? shown : shown.substring(0, fragment);
    if (!domains.isEmpty() && domains.stream().noneMatch(domain -> within(url, domain))) {
      return "invalid url domain";
    }
    boolean signed =
        tickets.stream()
            .map(
                ticket ->
                    "jsapi_ticket=%s&noncestr=%s&timestamp=%s&url=%s"
                        .formatted(ticket, nonce, timestamp, url))
            .anyMatch(text -> sha1(text).equals(signature));
    return signed ? "config:ok" : "invalid signature";
  }

  /** Cards sign values alone, ticket among them, in the order of their bytes. */
  static boolean judgeCard(Collection<String> values, String signature, List<String> tickets) {
    return tickets.stream()
        .map(ticket -> Stream.concat(values.stream(), Stream.of(ticket)))
        .map(signed -> signed.sorted().collect(Collectors.joining()))
        .anyMatch(text -> sha1(text).equals(signature));
  }

  private static boolean within(String url, String domain) {
    try {
      String host = URI.create(url.replaceAll("[?].*", "")).getHost();
      return host != null && (host.equals(domain) || host.endsWith("." + domain));
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  private static String sha1(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
