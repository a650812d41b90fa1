package io.lingpai.wechat.callback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.callback.Correspondence;
import io.lingpai.callback.Letter;
import io.lingpai.callback.Letter.Format;
import io.lingpai.callback.MessageCipher;
import io.lingpai.callback.MessageSignature;
import io.lingpai.callback.Opening;
import io.lingpai.wechat.callback.MessageReader.Unreadable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * One app and WeChat. A message is taken in this order, so that a forger learns nothing from where
 * it ends:
 *
 * <ol>
 *   <li>the outside is read: what is neither XML nor JSON is unreadable, whoever it claims to be
 *       for;
 *   <li>the signature, in constant time; then the time, padding and app id, all of which fail
 *       alike;
 *   <li>the inside is read.
 * </ol>
 */
final class WechatCorrespondence implements Correspondence {

  private static final Duration OFF_AT_MOST = Duration.ofMinutes(10);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");
  private static final int RANDOM_BYTES = 16;

  private final String token;
  private final List<MessageCipher> ciphers;
  private final Mode mode;
  private final boolean real;

  /** How WeChat sends. */
  enum Mode {
    PLAIN,
    COMPATIBLE,
    SECURE
  }

  /**
   * @param ciphers the current one first, then those that may still be in use; none in plain mode
   * @param real false for one that refuses whatever arrives
   */
  WechatCorrespondence(String token, List<MessageCipher> ciphers, Mode mode, boolean real) {
    this.token = token;
    this.ciphers = List.copyOf(ciphers);
    this.mode = mode;
    this.real = real;
  }

  @Override
  public Optional<String> greet(Map<String, String> query, Instant now) {
    boolean signed = signed(query, "signature");
    boolean timely = timely(query, now);
    String echo = query.getOrDefault("echostr", "");
    return real && signed && timely && !echo.isEmpty() ? Optional.of(echo) : Optional.empty();
  }

  @Override
  public Opening open(Map<String, String> query, byte[] body, Instant now) {
    try {
      String text = MessageReader.text(body);
      Format format = MessageReader.format(text);
      ObjectNode outside = MessageReader.read(format, text);
      return mode == Mode.PLAIN
          ? openPlain(query, now, new Letter(format, text, query), outside)
          : openSealed(query, now, outside);
    } catch (Unreadable e) {
      return new Opening.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private Opening openPlain(
      Map<String, String> query, Instant now, Letter letter, ObjectNode message) {
    if (!signed(query, "signature") || !real) {
      return new Opening.NotAuthentic("signature");
    }
    return timely(query, now) ? Reading.of(letter, message) : new Opening.NotAuthentic("timestamp");
  }

  private Opening openSealed(Map<String, String> query, Instant now, ObjectNode outside)
      throws Unreadable {
    JsonNode encrypted = outside.path("Encrypt");
    String sealed = encrypted.isTextual() ? encrypted.textValue() : "";
    boolean signed = signed(query, "msg_signature", sealed);
    if (!signed || !real || sealed.isEmpty()) {
      return new Opening.NotAuthentic(sealed.isEmpty() ? "not encrypted" : "msg_signature");
    }
    if (!timely(query, now)) {
      return new Opening.NotAuthentic("timestamp");
    }
    Optional<byte[]> clear = decrypted(sealed);
    if (clear.isEmpty()) {
      return new Opening.NotAuthentic("padding, length or app id of the encrypted part");
    }
    String text = MessageReader.text(clear.get());
    Format format = MessageReader.format(text);
    return Reading.of(new Letter(format, text, query), MessageReader.read(format, text));
  }

  private Optional<byte[]> decrypted(String sealed) {
    for (MessageCipher cipher : ciphers) {
      Optional<byte[]> clear = cipher.open(sealed);
      if (clear.isPresent()) {
        return clear;
      }
    }
    return Optional.empty();
  }

  private boolean signed(Map<String, String> query, String by, String... more) {
    String[] parts = new String[3 + more.length];
    parts[0] = token;
    parts[1] = query.getOrDefault("timestamp", "");
    parts[2] = query.getOrDefault("nonce", "");
    System.arraycopy(more, 0, parts, 3, more.length);
    return MessageSignature.matches(query.getOrDefault(by, ""), parts);
  }

  private static boolean timely(Map<String, String> query, Instant now) {
    String seconds = query.getOrDefault("timestamp", "");
    if (!SECONDS.matcher(seconds).matches()) {
      return false;
    }
    Instant sent = Instant.ofEpochSecond(Long.parseLong(seconds));
    return Duration.between(sent, now).abs().compareTo(OFF_AT_MOST) <= 0;
  }

  @Override
  public Optional<String> reply(Letter letter, String reply, Instant now, RandomGenerator random) {
    Optional<String> clear = inTheWordsOf(letter.format(), reply);
    if (clear.isEmpty() || mode == Mode.PLAIN) {
      return clear;
    }
    String timestamp = Long.toString(now.getEpochSecond());
    String nonce = letter.query().getOrDefault("nonce", timestamp);
    String sealed = seal(clear.get(), random);
    String signature = MessageSignature.of(token, timestamp, nonce, sealed);
    return Optional.of(
        MessageWriter.answered(letter.format(), sealed, signature, timestamp, nonce));
  }

  /** A service may answer in either way; WeChat wants the way in which it wrote. */
  private static Optional<String> inTheWordsOf(Format format, String reply) {
    try {
      Format given = MessageReader.format(reply);
      ObjectNode message = MessageReader.read(given, reply);
      if (!message.has("MsgType")) {
        return Optional.empty();
      }
      if (given == format) {
        return Optional.of(reply.strip());
      }
      return Optional.of(
          format == Format.XML ? MessageWriter.xml(message) : MessageWriter.json(message));
    } catch (Unreadable e) {
      return Optional.empty();
    }
  }

  private String seal(String clear, RandomGenerator random) {
    byte[] salt = new byte[RANDOM_BYTES];
    random.nextBytes(salt);
    return ciphers.getFirst().seal(salt, clear.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String asJson(Letter letter) {
    return MessageWriter.forServices(read(letter));
  }

  @Override
  public Original asOriginal(Letter letter, Instant now, RandomGenerator random) {
    Map<String, String> query = new HashMap<>(letter.query());
    String timestamp = Long.toString(now.getEpochSecond());
    String nonce = Long.toString(random.nextLong(1_000_000_000L, 9_999_999_999L));
    query.put("timestamp", timestamp);
    query.put("nonce", nonce);
    query.put("signature", MessageSignature.of(token, timestamp, nonce));
    query.remove("msg_signature");
    String type = letter.format() == Format.XML ? "text/xml" : "application/json";
    if (mode == Mode.PLAIN) {
      query.remove("encrypt_type");
      return new Original(query, type, letter.text());
    }
    String sealed = seal(letter.text(), random);
    query.put("encrypt_type", "aes");
    query.put("msg_signature", MessageSignature.of(token, timestamp, nonce, sealed));
    ObjectNode clear = read(letter);
    return new Original(
        query,
        type,
        mode == Mode.SECURE
            ? MessageWriter.pushed(letter.format(), clear, sealed)
            : MessageWriter.both(letter.format(), clear, sealed));
  }

  @Override
  public Optional<String> openReply(String answered) {
    try {
      ObjectNode outside = MessageReader.read(MessageReader.format(answered), answered);
      if (!outside.has("Encrypt")) {
        return Optional.of(answered);
      }
      String sealed = outside.path("Encrypt").asText();
      boolean signed =
          MessageSignature.matches(
              outside.path("MsgSignature").asText(),
              token,
              outside.path("TimeStamp").asText(),
              outside.path("Nonce").asText(),
              sealed);
      Optional<byte[]> clear = signed ? decrypted(sealed) : Optional.empty();
      return clear.isEmpty() ? Optional.empty() : Optional.of(MessageReader.text(clear.get()));
    } catch (Unreadable e) {
      return Optional.empty();
    }
  }

  private static ObjectNode read(Letter letter) {
    try {
      return MessageReader.read(letter.format(), letter.text());
    } catch (Unreadable e) {
      throw new IllegalStateException("a letter was read when it came", e);
    }
  }
}
