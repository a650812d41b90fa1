package io.lingpai.callback;

import java.util.Map;

/**
 * What a vendor wrote, authenticated and in clear. It is personal data: it prints as its length.
 *
 * @param format in which it is written
 * @param text as the vendor wrote it
 * @param query the parameters it came with, so that it can be passed on as it came
 */
public record Letter(Format format, String text, Map<String, String> query) {

  /** The two ways in which vendors write. */
  public enum Format {
    XML,
    JSON
  }

  public Letter {
    query = Map.copyOf(query);
  }

  @Override
  public String toString() {
    return "Letter[" + format + ", " + text.length() + " characters]";
  }
}
