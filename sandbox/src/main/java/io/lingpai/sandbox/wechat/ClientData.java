package io.lingpai.sandbox.wechat;

import java.util.Locale;

/** What a mini program's client hands to its server: signed in clear, and encrypted. */
public record ClientData(String rawData, String signature, String encryptedData, String iv) {

  /** What may be wrong with it. */
  public enum Lie {
    NONE,
    /** The signature was made of something else. */
    WRONG_SIGNATURE,
    /** Made an hour ago. */
    OLD,
    /** The watermark is another app's. */
    OTHER_APP,
    /** Another user's data, encrypted with this user's key. */
    OTHER_PERSON,
    /** Made under a key that is not this session's. */
    OTHER_KEY,
    /** What is encrypted is not JSON. */
    NO_JSON;

    /** As the control API spells it: {@code wrong_signature}. */
    public static Lie spelled(String word) {
      for (Lie lie : values()) {
        if (lie.name().toLowerCase(Locale.ROOT).equals(word)) {
          return lie;
        }
      }
      throw new IllegalArgumentException(
          "lie: "
              + word
              + " (expected: none, wrong_signature, old, other_app, other_person, other_key or"
              + " no_json)");
    }
  }
}
