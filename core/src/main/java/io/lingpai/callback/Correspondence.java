package io.lingpai.callback;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Reads and writes what one app and its vendor send each other, under the app's callback settings.
 * Pure but for the random bytes of what it writes; safe for many threads; never throws for anything
 * that arrives.
 */
public interface Correspondence {

  /** The answer to the vendor's first question, or nothing if it is not the vendor who asks. */
  Optional<String> greet(Map<String, String> query, Instant now);

  /** Authenticates and reads a message. */
  Opening open(Map<String, String> query, byte[] body, Instant now);

  /**
   * A passive reply as the vendor wants it: encrypted where the message was.
   *
   * @param letter the message that is answered
   * @param reply the vendor's plain XML or JSON
   * @return nothing if the reply is not readable as such
   */
  Optional<String> reply(Letter letter, String reply, Instant now, RandomGenerator random);

  /** What tells the vendor that a message was taken; by default the plain word. */
  default String acknowledgement(Opening.Opened opened, Instant now, RandomGenerator random) {
    return "success";
  }

  /** How long the vendor waits for an answer, less what its way back takes. */
  default Duration answeredWithin() {
    return Duration.ofMillis(4_300);
  }

  /** Whether the answer may be a message, so that it is worth waiting for one. */
  default boolean takesReplies() {
    return true;
  }

  /** The message as JSON, whichever way the vendor wrote it; ids of messages are texts. */
  String asJson(Letter letter);

  /**
   * The message as the vendor would send it to whoever holds these settings, signed anew.
   *
   * @param query of the address it is sent to
   */
  Original asOriginal(Letter letter, Instant now, RandomGenerator random);

  /** What an original's receiver answered, in clear; nothing if it answered nothing usable. */
  Optional<String> openReply(String answered);

  /** A message on its way on. */
  record Original(Map<String, String> query, String contentType, String body) {
    public Original {
      query = Map.copyOf(query);
    }

    @Override
    public String toString() {
      return "Original[" + body.length() + " characters]";
    }
  }
}
