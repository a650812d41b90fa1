package io.lingpai.page;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a page as vendors compare it: everything before the {@code #}, to the letter.
 *
 * <p>It is not a {@link java.net.URI}, because nothing may be encoded, decoded or put in order: the
 * page's {@code location.href} and what is signed must be the same characters.
 *
 * @param value without the fragment
 */
public record PageUrl(String value) {

  /** Longer than any address a browser's bar has to show. */
  public static final int LONGEST = 4096;

  // The authority ends where a browser ends it: browsers read a backslash as a slash.
  private static final Pattern SHAPE = Pattern.compile("(?is)(https?)://([^/?#\\\\]*)(.*)");
  private static final Pattern AUTHORITY =
      Pattern.compile("([^\\s:@\\[\\]]+|\\[[0-9a-fA-F:.]+\\])(?::([0-9]{1,5}))?");
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");

  public PageUrl {
    if (value.indexOf('#') >= 0) {
      throw new IllegalArgumentException("url: has a fragment (expected: none)");
    }
    require(value);
  }

  /**
   * Cuts the fragment and leaves everything else alone.
   *
   * @throws IllegalArgumentException if it is not an absolute http or https address
   */
  public static PageUrl of(String text) {
    int fragment = text.indexOf('#');
    return new PageUrl(fragment < 0 ? text : text.substring(0, fragment));
  }

  private static void require(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "url: " + text.length() + " characters (expected: at most " + LONGEST + ")");
    }
    if (CONTROLS.matcher(text).find()) {
      throw new IllegalArgumentException("url: holds control characters (expected: none)");
    }
    Matcher shape = SHAPE.matcher(text);
    if (!shape.matches() || !AUTHORITY.matcher(shape.group(2)).matches()) {
      throw new IllegalArgumentException(
          "url: not an absolute address (expected: http://… or https://…, as location.href has it)");
    }
  }

  /** The host's name in lower case, without the port. */
  public String host() {
    Matcher shape = SHAPE.matcher(value);
    Matcher authority = AUTHORITY.matcher(shape.matches() ? shape.group(2) : "");
    String host = authority.matches() ? authority.group(1).toLowerCase(Locale.ROOT) : "";
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /** Whether the page is on one of these domains or below one, as vendors count them. */
  public boolean isOn(List<String> domains) {
    String host = host();
    return domains.stream()
        .map(domain -> domain.strip().toLowerCase(Locale.ROOT))
        .anyMatch(domain -> host.equals(domain) || host.endsWith("." + domain));
  }

  @Override
  public String toString() {
    return value;
  }
}
