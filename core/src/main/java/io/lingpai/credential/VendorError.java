package io.lingpai.credential;

import org.jspecify.annotations.Nullable;

/**
 * What a vendor said instead of an answer, cleaned of anything secret.
 *
 * @param code the vendor's own, as text; empty where it gave none
 * @param message the vendor's words, cut to a sensible length
 * @param whatToDo for the people who run the app
 * @param ip the address the vendor saw, where it names one
 */
public record VendorError(String code, String message, Advice whatToDo, @Nullable String ip) {

  public static VendorError of(String code, String message) {
    return new VendorError(code, message, Advice.NONE, null);
  }

  /** Code and words on one line, as far as there are any. */
  public String said() {
    return (code + " " + message).strip();
  }
}
