package io.lingpai.acceptance.callbacks;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import me.chanjar.weixin.common.util.crypto.SHA1;
import me.chanjar.weixin.common.util.crypto.WxCryptUtil;

/** An account at the vendor, which pushes with WxJava's crypto: nothing of ours seals or signs. */
record Account(String appId, String token, String aesKey) {

  private static final AtomicInteger ACCOUNTS = new AtomicInteger();
  private static final AtomicInteger NONCES = new AtomicInteger(100_000_000);

  static Account any() {
    return new Account(
        "wx%016x".formatted(0xca11_0000 + ACCOUNTS.incrementAndGet()),
        "tokenOfTheShop",
        "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG");
  }

  /** A request as the vendor would make it. */
  record Push(String query, byte[] body) {}

  WxCryptUtil crypto() {
    return new WxCryptUtil(token, aesKey, appId);
  }

  static String text(String user, String id, String content) {
    return "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA["
        + user
        + "]]></FromUserName><CreateTime>"
        + now()
        + "</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA["
        + content
        + "]]></Content><MsgId>"
        + id
        + "</MsgId></xml>";
  }

  static String event(String user, long time, String event) {
    return "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA["
        + user
        + "]]></FromUserName><CreateTime>"
        + time
        + "</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA["
        + event
        + "]]></Event><EventKey/></xml>";
  }

  static long now() {
    return System.currentTimeMillis() / 1000;
  }

  private static String nonce() {
    return Integer.toString(NONCES.incrementAndGet());
  }

  /** In secure mode. */
  Push sealed(String clear) {
    return sealed(clear, now());
  }

  Push sealed(String clear, long time) {
    String encrypted = crypto().encrypt("0123456789abcdef", clear);
    return carrying(encrypted, envelope(clear, encrypted), time);
  }

  /** In compatible mode. */
  Push both(String shown, String clear) {
    String encrypted = crypto().encrypt("0123456789abcdef", clear);
    String body = shown.replace("</xml>", "<Encrypt><![CDATA[" + encrypted + "]]></Encrypt></xml>");
    return carrying(encrypted, body, now());
  }

  private static String envelope(String clear, String encrypted) {
    return clear.startsWith("{")
        ? "{\"ToUserName\":\"gh_1\",\"Encrypt\":\"" + encrypted + "\"}"
        : "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA["
            + encrypted
            + "]]></Encrypt></xml>";
  }

  private Push carrying(String encrypted, String body, long time) {
    Map<String, String> query = signed(time);
    String both = SHA1.gen(token, query.get("timestamp"), query.get("nonce"), encrypted);
    query.putAll(Map.of("openid", "o1", "encrypt_type", "aes", "msg_signature", both));
    return push(query, body);
  }

  /** In plain mode. */
  Push plain(String body) {
    Map<String, String> query = signed(now());
    query.put("openid", "o1");
    return push(query, body);
  }

  Push greeting(String echo) {
    Map<String, String> query = signed(now());
    query.put("echostr", echo);
    return push(query, "");
  }

  private Map<String, String> signed(long time) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("timestamp", Long.toString(time));
    query.put("nonce", nonce());
    query.put("signature", SHA1.gen(token, query.get("timestamp"), query.get("nonce")));
    return query;
  }

  static Push push(Map<String, String> query, String body) {
    String text =
        new TreeMap<>(query)
            .entrySet().stream()
                .map(
                    each ->
                        each.getKey()
                            + "="
                            + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    return new Push("?" + text, body.getBytes(StandardCharsets.UTF_8));
  }
}
