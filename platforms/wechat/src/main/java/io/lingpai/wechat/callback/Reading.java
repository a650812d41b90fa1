package io.lingpai.wechat.callback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.callback.Letter;
import io.lingpai.callback.Opening;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a clear message is, who wrote it, and what tells it from every other.
 *
 * <p>A message with an id is known by user and id. An event is known by user, time and what it is;
 * two of one second differ in key, ticket or the id of what they are about. An authorization event
 * has no user, but an account. Each part goes into the key with its length before it, so that no
 * user can be named such that he is taken for another.
 */
final class Reading {

  private static final int TYPE_AT_MOST = 100;
  private static final Pattern USUAL = Pattern.compile("[A-Za-z0-9_.-]+");
  private static final Pattern UNUSUAL = Pattern.compile("[^A-Za-z0-9_.-]");

  /** Tickets and codes: who has them can act for others. */
  private static final Set<String> CONFIDENTIAL =
      Set.of("ComponentVerifyTicket", "AuthorizationCode", "PreAuthCode", "SuiteTicket");

  private Reading() {}

  static Opening.Opened of(Letter letter, ObjectNode message) {
    Map<String, String> fields = new HashMap<>();
    message
        .properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              if (value.isValueNode() && !value.isNull()) {
                fields.put(field.getKey(), value.asText());
              }
            });
    String content = fields.getOrDefault("Content", "");
    boolean confidential =
        fields.keySet().stream().anyMatch(CONFIDENTIAL::contains)
            || content.startsWith("QUERY_AUTH_CODE:");
    return new Opening.Opened(
        type(fields),
        fields.getOrDefault("FromUserName", ""),
        dedupeKey(fields, letter),
        confidential,
        letter,
        fields);
  }

  private static String type(Map<String, String> fields) {
    String type;
    if (fields.containsKey("InfoType")) {
      type = "info." + fields.get("InfoType");
    } else if ("event".equals(fields.get("MsgType"))) {
      type = "event." + fields.getOrDefault("Event", "");
    } else {
      type = fields.getOrDefault("MsgType", "");
    }
    if (type.isEmpty()) {
      return "other";
    }
    String clean = USUAL.matcher(type).matches() ? type : UNUSUAL.matcher(type).replaceAll("_");
    return clean.substring(0, Math.min(TYPE_AT_MOST, clean.length()));
  }

  private static String dedupeKey(Map<String, String> fields, Letter letter) {
    if (fields.containsKey("InfoType")) {
      return digest(
          "info",
          fields,
          "AppId",
          "InfoType",
          "AuthorizerAppid",
          "CreateTime",
          "ComponentVerifyTicket",
          "AuthorizationCode");
    }
    boolean event = "event".equals(fields.get("MsgType"));
    if (!event && !fields.getOrDefault("MsgId", "").isEmpty()) {
      return digest("message", fields, "ToUserName", "FromUserName", "MsgId");
    }
    if (event && !fields.getOrDefault("FromUserName", "").isEmpty()) {
      return digest(
          "event",
          fields,
          "ToUserName",
          "FromUserName",
          "CreateTime",
          "Event",
          "EventKey",
          "Ticket",
          "MsgID");
    }
    return digest("other", Map.of("text", letter.text()), "text");
  }

  private static String digest(String rule, Map<String, String> fields, String... names) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      add(sha256, rule);
      for (String name : names) {
        add(sha256, fields.getOrDefault(name, ""));
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }

  private static void add(MessageDigest digest, String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
