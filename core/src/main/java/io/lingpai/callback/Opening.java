package io.lingpai.callback;

import java.util.Map;

/** What became of something that claimed to be a vendor's message. */
public sealed interface Opening {

  /**
   * It is the vendor's.
   *
   * @param type see {@link Message#type()}
   * @param user see {@link Message#user()}
   * @param dedupeKey see {@link Message#dedupeKey()}
   * @param confidential it carries a credential, such as a ticket or a code, and is never passed on
   * @param fields texts of the outermost level by name
   */
  record Opened(
      String type,
      String user,
      String dedupeKey,
      boolean confidential,
      Letter letter,
      Map<String, String> fields)
      implements Opening {
    public Opened {
      fields = Map.copyOf(fields);
    }

    /** A field's text, empty if it is not there. */
    public String field(String name) {
      return fields.getOrDefault(name, "");
    }

    @Override
    public String toString() {
      return "Opened[" + type + ", " + letter + "]";
    }
  }

  /**
   * It is not.
   *
   * @param why for our own log; whoever sent it must not learn
   */
  record NotAuthentic(String why) implements Opening {}

  /** It cannot be read. */
  record Unreadable(String why) implements Opening {}
}
