package io.lingpai.sandbox.callback;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the answer to a push says.
 *
 * @param fields of the message to the user, empty for none
 * @param trouble why it makes no sense, empty when it does
 */
record Reply(Map<String, String> fields, String trouble) {
  static final Reply NONE = new Reply(Map.of(), "");
  private static final Set<String> TYPES =
      Set.of("text", "image", "voice", "video", "music", "news", "transfer_customer_service");

  Reply {
    fields = Map.copyOf(fields);
  }

  static Reply read(Push push, String body) {
    if (body.isEmpty() || body.equals("success")) {
      return NONE;
    }
    if (!push.mayBeReplied()) {
      return wrong("expected: success");
    }
    try {
      Map<String, String> outer = Written.read(body);
      Map<String, String> message =
          outer.containsKey("Encrypt") ? opened(push, outer) : inClear(push, outer);
      return checked(push, message);
    } catch (IllegalArgumentException | Sealing.Unreadable malformed) {
      return wrong(String.valueOf(malformed.getMessage()));
    }
  }

  private static Reply wrong(String why) {
    return new Reply(Map.of(), why);
  }

  private static Map<String, String> inClear(Push push, Map<String, String> message) {
    if (push.callback().mode() == Callback.Mode.SECURE) {
      throw new IllegalArgumentException("expected an encrypted reply in secure mode");
    }
    return message;
  }

  private static Map<String, String> opened(Push push, Map<String, String> outer)
      throws Sealing.Unreadable {
    Callback callback = push.callback();
    if (callback.mode() == Callback.Mode.PLAIN) {
      throw new IllegalArgumentException("expected a reply in clear in plain mode");
    }
    String encrypt = outer.getOrDefault("Encrypt", "");
    String signed =
        Sealing.sign(
            callback.token(),
            outer.getOrDefault("TimeStamp", ""),
            outer.getOrDefault("Nonce", ""),
            encrypt);
    if (!signed.equals(outer.get("MsgSignature"))) {
      throw new IllegalArgumentException("MsgSignature does not fit");
    }
    Sealing.Opened opened = Sealing.open(callback.aesKey(), encrypt);
    if (!opened.appid().equals(push.sealedFor())) {
      throw new IllegalArgumentException(
          "sealed for " + opened.appid() + " (expected: " + push.sealedFor() + ")");
    }
    return Written.read(opened.message());
  }

  private static Reply checked(Push push, Map<String, String> message) {
    String type = message.getOrDefault("MsgType", "");
    if (!TYPES.contains(type)) {
      return wrong("MsgType: " + type + " (expected one of: " + TYPES + ")");
    }
    if (!String.valueOf(push.openid()).equals(message.get("ToUserName"))) {
      return wrong("ToUserName is not the user who wrote");
    }
    if (!String.valueOf(push.fields().get("ToUserName")).equals(message.get("FromUserName"))) {
      return wrong("FromUserName is not the account");
    }
    if (!Optional.ofNullable(message.get("CreateTime")).orElse("").matches("[0-9]{1,12}")) {
      return wrong("CreateTime: expected whole seconds");
    }
    if (type.equals("text") && message.getOrDefault("Content", "").isEmpty()) {
      return wrong("Content: missing");
    }
    return new Reply(message, "");
  }
}
