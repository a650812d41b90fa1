package io.lingpai.wechat.login;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.login.OpenData;
import io.lingpai.secret.Secret;
import io.lingpai.wechat.Answer;
import io.lingpai.wechat.Asking;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a mini program's client signs and encrypts with its session key.
 *
 * <p>The signature is over the text of the key, the encryption under its bytes. Checked 2026-11-21:
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
 */
final class ClientData {

  // The numbers of WeChat's own sample code.
  private static final int BAD_KEY = -41001;
  private static final int BAD_IV = -41002;
  private static final int BAD_DATA = -41003;
  private static final int BAD_CONTENT = -41004;

  /** Of the key and the vector: 16 bytes as 22 characters and their padding. */
  private static final int BASE64_LENGTH = 24;

  private static final int BLOCK = 16;
  private static final int LATEST_SECOND = Integer.MAX_VALUE;

  private ClientData() {}

  static boolean signed(Secret sessionKey, String rawData, String signature) {
    String expected = sha1(rawData + sessionKey.reveal());
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII),
        signature.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
  }

  /** How a call proves that it knows a session key: an HMAC of nothing. */
  static String proof(Secret sessionKey) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(sessionKey.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
    }
  }

  static OpenData open(Secret sessionKey, String encryptedData, String iv) {
    Optional<byte[]> key = sixteenBytes(sessionKey.reveal());
    if (key.isEmpty()) {
      return new OpenData.Closed(BAD_KEY, "the session key is not 24 characters of base64");
    }
    Optional<byte[]> vector = sixteenBytes(iv);
    if (vector.isEmpty()) {
      return new OpenData.Closed(BAD_IV, "`iv` is not 24 characters of base64");
    }
    Optional<byte[]> cipher = base64(encryptedData);
    if (cipher.isEmpty() || cipher.get().length == 0 || cipher.get().length % BLOCK != 0) {
      return new OpenData.Closed(
          BAD_DATA, "`encrypted_data` is not base64 of whole blocks of " + BLOCK + " bytes");
    }
    byte[] plain;
    try {
      // PKCS #5 and #7 are one for blocks of this size.
      Cipher aes = Cipher.getInstance("AES/CBC/PKCS5Padding");
      aes.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(key.get(), "AES"),
          new IvParameterSpec(vector.get()));
      plain = aes.doFinal(cipher.get());
    } catch (GeneralSecurityException e) {
      return new OpenData.Closed(BAD_DATA, "the data was not made under this session key and iv");
    }
    return read(plain);
  }

  private static OpenData read(byte[] plain) {
    String text;
    JsonNode json;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(plain)).toString();
      json = Answer.JSON.readTree(text);
    } catch (CharacterCodingException | JsonProcessingException e) {
      return new OpenData.Closed(BAD_CONTENT, "what was decrypted is not JSON");
    }
    JsonNode watermark = json.path("watermark");
    OptionalLong at = Answer.number(watermark.path("timestamp"));
    Optional<String> appid = Asking.text(watermark, "appid");
    if (!json.isObject() || appid.isEmpty() || at.isEmpty() || !possible(at.getAsLong())) {
      return new OpenData.Closed(BAD_CONTENT, "what was decrypted has no watermark");
    }
    return new OpenData.Opened(
        text,
        Asking.text(json, "openId").orElse(null),
        // Camel case in here, and in here only.
        Asking.text(json, "unionId").orElse(null),
        appid.get(),
        Instant.ofEpochSecond(at.getAsLong()),
        Profiles.ofClient(json));
  }

  private static boolean possible(long second) {
    return second >= 0 && second <= LATEST_SECOND;
  }

  private static Optional<byte[]> sixteenBytes(String text) {
    return text.length() == BASE64_LENGTH
        ? base64(text).filter(bytes -> bytes.length == BLOCK)
        : Optional.empty();
  }

  private static Optional<byte[]> base64(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String sha1(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-1 is part of every JDK", e);
    }
  }
}
