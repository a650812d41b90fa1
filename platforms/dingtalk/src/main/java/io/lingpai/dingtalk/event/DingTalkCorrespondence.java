package io.lingpai.dingtalk.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.callback.Correspondence;
import io.lingpai.callback.Letter;
import io.lingpai.callback.MessageCipher;
import io.lingpai.callback.MessageSignature;
import io.lingpai.callback.Opening;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** One app and DingTalk. Always JSON, always encrypted; the answer is the word success, sealed. */
final class DingTalkCorrespondence implements Correspondence {

  /** For its own check of an address DingTalk waits 1.2 seconds, for events 1.5. */
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(1);

  private static final Duration OFF_AT_MOST = Duration.ofMinutes(10);
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,14}");

  /** A time of so many digits is one of milliseconds. */
  private static final int DIGITS_OF_MILLISECONDS = 12;

  private static final int RANDOM_BYTES = 16;
  private static final String SIGNATURE = "msg_signature";

  /** Which key and owner an event was sealed with: the answer is sealed with the same. */
  private static final String CIPHER = "~cipher";

  /** Answered and kept, and of no interest to anybody else. */
  private static final Set<String> BETWEEN_US =
      Set.of("check_url", "check_create_suite_url", "check_update_suite_url", "suite_ticket");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(32).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String token;
  private final List<MessageCipher> ciphers;
  private final boolean real;

  /**
   * @param ciphers the one to pass on with first
   * @param real false for one that refuses whatever arrives
   */
  DingTalkCorrespondence(String token, List<MessageCipher> ciphers, boolean real) {
    this.token = token;
    this.ciphers = List.copyOf(ciphers);
    this.real = real;
  }

  /** DingTalk checks an address by an event. */
  @Override
  public Optional<String> greet(Map<String, String> query, Instant now) {
    return Optional.empty();
  }

  @Override
  public Opening open(Map<String, String> query, byte[] body, Instant now) {
    Optional<String> text = text(body);
    if (text.isPresent() && text.get().stripLeading().startsWith("<")) {
      return new Opening.NotAuthentic("not DingTalk's form");
    }
    Optional<ObjectNode> outside = text.flatMap(DingTalkCorrespondence::object);
    if (outside.isEmpty()) {
      return new Opening.Unreadable("it is not a JSON object");
    }
    JsonNode encrypt = outside.get().path("encrypt");
    String sealed = encrypt.isTextual() ? encrypt.textValue() : "";
    // Newer pages of the documents call it msg_signature, older ones signature.
    String claimed = query.getOrDefault(SIGNATURE, query.getOrDefault("signature", ""));
    boolean signed =
        MessageSignature.matches(
            claimed,
            token,
            query.getOrDefault("timestamp", ""),
            query.getOrDefault("nonce", ""),
            sealed);
    if (!signed || !real || sealed.isEmpty()) {
      return new Opening.NotAuthentic(sealed.isEmpty() ? "not encrypted" : "signature");
    }
    if (!timely(query.getOrDefault("timestamp", ""), now)) {
      return new Opening.NotAuthentic("timestamp");
    }
    for (int i = 0; i < ciphers.size(); i++) {
      Optional<byte[]> clear = ciphers.get(i).open(sealed);
      if (clear.isPresent()) {
        return read(clear.get(), query, i);
      }
    }
    return new Opening.NotAuthentic("padding, length or owner of the encrypted part");
  }

  private static Opening read(byte[] clear, Map<String, String> query, int cipher) {
    Optional<String> text = text(clear);
    Optional<ObjectNode> event = text.flatMap(DingTalkCorrespondence::object);
    String type = event.map(json -> json.path("EventType").asText("")).orElse("");
    if (type.isEmpty()) {
      return new Opening.Unreadable("there is no EventType in it");
    }
    Map<String, String> fields = new HashMap<>();
    event
        .get()
        .properties()
        .forEach(
            field ->
                fields.put(
                    field.getKey(),
                    field.getValue().isValueNode()
                        ? field.getValue().asText()
                        : field.getValue().toString()));
    fields.put(CIPHER, Integer.toString(cipher));
    // An event that is sent again says the same; one without a time is told apart by the push's.
    String unique = fields.containsKey("TimeStamp") ? "" : query.getOrDefault("timestamp", "");
    return new Opening.Opened(
        "event." + type,
        "",
        digest(text.get() + unique),
        BETWEEN_US.contains(type),
        new Letter(Letter.Format.JSON, text.get(), query),
        fields);
  }

  private static boolean timely(String timestamp, Instant now) {
    if (!NUMBER.matcher(timestamp).matches()) {
      return false;
    }
    long number = Long.parseLong(timestamp);
    Instant sent =
        timestamp.length() < DIGITS_OF_MILLISECONDS
            ? Instant.ofEpochSecond(number)
            : Instant.ofEpochMilli(number);
    return Duration.between(sent, now).abs().compareTo(OFF_AT_MOST) <= 0;
  }

  /** There is no answering an event. */
  @Override
  public Optional<String> reply(Letter letter, String reply, Instant now, RandomGenerator random) {
    return Optional.empty();
  }

  @Override
  public String acknowledgement(Opening.Opened opened, Instant now, RandomGenerator random) {
    String timestamp = Long.toString(now.toEpochMilli());
    String nonce = nonce(random);
    MessageCipher asItCame = ciphers.get(Integer.parseInt(opened.field(CIPHER)));
    String sealed = seal(asItCame, "success", random);
    return JSON.createObjectNode()
        .put(SIGNATURE, MessageSignature.of(token, timestamp, nonce, sealed))
        .put("timeStamp", timestamp)
        .put("nonce", nonce)
        .put("encrypt", sealed)
        .toString();
  }

  @Override
  public Duration answeredWithin() {
    return ANSWERED_WITHIN;
  }

  @Override
  public boolean takesReplies() {
    return false;
  }

  @Override
  public String asJson(Letter letter) {
    return letter.text();
  }

  @Override
  public Original asOriginal(Letter letter, Instant now, RandomGenerator random) {
    Map<String, String> query = new HashMap<>(letter.query());
    String timestamp = Long.toString(now.toEpochMilli());
    String nonce = nonce(random);
    String sealed = seal(ciphers.getFirst(), letter.text(), random);
    String signature = MessageSignature.of(token, timestamp, nonce, sealed);
    query.put("signature", signature);
    query.put(SIGNATURE, signature);
    query.put("timestamp", timestamp);
    query.put("nonce", nonce);
    String body = JSON.createObjectNode().put("encrypt", sealed).toString();
    return new Original(query, "application/json", body);
  }

  @Override
  public Optional<String> openReply(String answered) {
    return Optional.empty();
  }

  private static String seal(MessageCipher cipher, String clear, RandomGenerator random) {
    byte[] salt = new byte[RANDOM_BYTES];
    random.nextBytes(salt);
    return cipher.seal(salt, clear.getBytes(StandardCharsets.UTF_8));
  }

  private static String nonce(RandomGenerator random) {
    return Long.toString(random.nextLong(1_000_000_000L, 9_999_999_999L));
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Optional<ObjectNode> object(String text) {
    try {
      return JSON.readTree(text) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static String digest(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
