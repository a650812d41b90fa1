package io.lingpai.wechat.callback;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Reads the XML that WeChat really sends, without a parser: one level of elements with plain
 * letters for names, each a text or one CDATA section. Making a parser ready costs more than
 * reading such a message.
 *
 * <p>Whatever is the least bit unusual is left to the parser: attributes, entities, comments,
 * nested elements, characters that XML treats in a way of its own. So there is no document that
 * this reads and the parser would read differently, and none that it would refuse.
 */
final class FlatXml {

  private static final String BEGIN = "<xml>";
  private static final String END = "</xml>";
  private static final String CDATA = "<![CDATA[";
  private static final String CDATA_END = "]]>";
  private static final int ELEMENTS = 64;

  private final String text;
  private int at;

  private FlatXml(String text) {
    this.text = text;
  }

  /** The elements by name, or null if it takes a parser to tell. */
  static @Nullable ObjectNode read(String text) {
    return text.startsWith(BEGIN) ? new FlatXml(text).elements() : null;
  }

  private @Nullable ObjectNode elements() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    at = BEGIN.length();
    for (int i = 0; i < ELEMENTS; i++) {
      skipSpace();
      if (text.startsWith(END, at)) {
        at += END.length();
        skipSpace();
        return at == text.length() ? root : null;
      }
      String name = name();
      if (name == null) {
        return null;
      }
      String value = text.startsWith("/>", at) ? empty() : value(name);
      if (value == null) {
        return null;
      }
      MessageReader.put(root, name, JsonNodeFactory.instance.textNode(value));
    }
    return null;
  }

  private String empty() {
    at += 2;
    return "";
  }

  /** Of the element that begins here. */
  private @Nullable String name() {
    if (at >= text.length() || text.charAt(at) != '<') {
      return null;
    }
    int begin = ++at;
    while (at < text.length() && isLetter(text.charAt(at), at == begin)) {
      at++;
    }
    return at == begin ? null : text.substring(begin, at);
  }

  private static boolean isLetter(char c, boolean first) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (!first && c >= '0' && c <= '9');
  }

  /** Up to and with the end of the element. */
  private @Nullable String value(String name) {
    if (at >= text.length() || text.charAt(at) != '>') {
      return null;
    }
    at++;
    boolean section = text.startsWith(CDATA, at);
    int begin = section ? at + CDATA.length() : at;
    int end = section ? text.indexOf(CDATA_END, begin) : text.indexOf('<', begin);
    if (end < 0 || !usual(begin, end, section)) {
      return null;
    }
    at = section ? end + CDATA_END.length() : end;
    boolean ends =
        text.startsWith("</", at)
            && text.startsWith(name, at + 2)
            && at + 2 + name.length() < text.length()
            && text.charAt(at + 2 + name.length()) == '>';
    if (!ends) {
      return null;
    }
    at += name.length() + 3;
    return text.substring(begin, end);
  }

  /** No line ends to be made alike, no characters XML forbids, and outside CDATA no mark-up. */
  private boolean usual(int begin, int end, boolean section) {
    for (int i = begin; i < end; i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\n' && c != '\t') || c >= '\uD800') {
        return false;
      }
      if (!section && (c == '&' || c == ']')) {
        return false;
      }
    }
    return true;
  }

  private void skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t';
  }
}
