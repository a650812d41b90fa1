package io.lingpai.sandbox.callback;

import io.lingpai.sandbox.vendor.Values;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A push as it goes over the wire: signed now, and sealed where the account asked for it. */
record Envelope(String url, String contentType, String body) {

  static Envelope of(Push push, Instant now, Values values) {
    Callback callback = push.callback();
    String timestamp = String.valueOf(now.getEpochSecond());
    String nonce = values.digits(10);
    Map<String, String> query = new LinkedHashMap<>();
    query.put("signature", Sealing.sign(callback.token(), timestamp, nonce));
    query.put("timestamp", timestamp);
    query.put("nonce", nonce);
    if (push.openid() != null) {
      query.put("openid", push.openid());
    }
    String clear = Written.as(callback.format(), push.fields());
    String body = clear;
    if (callback.mode() != Callback.Mode.PLAIN) {
      String sealed = Sealing.seal(callback.aesKey(), values.hex(16), clear, push.sealedFor());
      query.put("encrypt_type", "aes");
      query.put("msg_signature", Sealing.sign(callback.token(), timestamp, nonce, sealed));
      body = Written.as(callback.format(), outer(push, sealed));
    }
    String type = callback.format() == Callback.Format.XML ? "text/xml" : "application/json";
    return new Envelope(with(callback.url(), query), type, body);
  }

  private static Map<String, Object> outer(Push push, String sealed) {
    Map<String, Object> outer = new LinkedHashMap<>();
    if (push.callback().mode() == Callback.Mode.COMPATIBLE) {
      outer.putAll(push.fields());
    } else {
      outer.put(push.addressee().getKey(), push.addressee().getValue());
    }
    outer.put("Encrypt", sealed);
    return outer;
  }

  static String handshake(Callback callback, String echo, Instant now, Values values) {
    String timestamp = String.valueOf(now.getEpochSecond());
    String nonce = values.digits(10);
    Map<String, String> query = new LinkedHashMap<>();
    query.put("signature", Sealing.sign(callback.token(), timestamp, nonce));
    query.put("echostr", echo);
    query.put("timestamp", timestamp);
    query.put("nonce", nonce);
    return with(callback.url(), query);
  }

  private static String with(String url, Map<String, String> query) {
    String added =
        query.entrySet().stream()
            .map(one -> one.getKey() + "=" + one.getValue())
            .collect(Collectors.joining("&"));
    return url + (url.contains("?") ? "&" : "?") + added;
  }
}
