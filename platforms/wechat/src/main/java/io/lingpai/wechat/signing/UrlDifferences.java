package io.lingpai.wechat.signing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says in which ways the address that was signed is not the page's. */
final class UrlDifferences {

  private final List<Cause> causes = new ArrayList<>();

  private UrlDifferences() {}

  /** Empty if they are the same to the letter. */
  static List<Cause> between(String signed, String page) {
    UrlDifferences differences = new UrlDifferences();
    differences.compare(signed, page);
    return differences.causes.stream().distinct().toList();
  }

  private void compare(String signed, String page) {
    if (signed.equals(page)) {
      return;
    }
    if (signed.indexOf('#') >= 0) {
      causes.add(Cause.FRAGMENT);
      compare(UrlParts.withoutFragment(signed), page);
      return;
    }
    if (signed.contains("&amp;") && !page.contains("&amp;")) {
      causes.add(Cause.HTML_ESCAPED);
      compare(signed.replace("&amp;", "&"), page);
      return;
    }
    if (Percent.isEncodedWhole(signed)) {
      causes.add(Cause.ENCODED);
      String decoded = Percent.decoded(signed);
      // What was a fragment before it was encoded is one still.
      compare(decoded, page);
      return;
    }
    if (onlyTheEncodingDiffers(signed, page)) {
      return;
    }
    Optional<UrlParts> ours = UrlParts.of(signed);
    Optional<UrlParts> theirs = UrlParts.of(page);
    if (ours.isEmpty() || theirs.isEmpty()) {
      causes.add(Cause.PATH);
      return;
    }
    compare(ours.get(), theirs.get());
  }

  private void compare(UrlParts signed, UrlParts page) {
    if (!signed.scheme().equals(page.scheme())) {
      causes.add(Cause.SCHEME);
    }
    if (!signed.host().equals(page.host())) {
      causes.add(Cause.HOST);
    }
    if (!signed.port().equals(page.port())) {
      causes.add(Cause.PORT);
    }
    comparePaths(signed.path(), page.path());
    if (!signed.query().equals(page.query())) {
      compareQueries(signed, page);
    }
  }

  private void comparePaths(String signed, String page) {
    if (signed.equals(page) || onlyTheEncodingDiffers(signed, page)) {
      return;
    }
    boolean slash = UrlGuesses.otherSlash(signed).equals(page);
    causes.add(slash ? Cause.TRAILING_SLASH : Cause.PATH);
  }

  private void compareQueries(UrlParts signed, UrlParts page) {
    if (onlyTheEncodingDiffers(signed.query(), page.query())) {
      return;
    }
    List<String> ours = signed.parameters();
    List<String> theirs = page.parameters();
    List<String> theirOwn =
        theirs.stream().filter(parameter -> !UrlGuesses.appendedByWechat(parameter)).toList();
    if (ours.stream().sorted().toList().equals(theirs.stream().sorted().toList())) {
      causes.add(Cause.QUERY_ORDER);
    } else if (ours.equals(theirOwn)) {
      causes.add(Cause.WECHAT_PARAMETERS);
    } else {
      causes.add(signed.query().isEmpty() ? Cause.QUERY_MISSING : Cause.QUERY);
    }
  }

  private boolean onlyTheEncodingDiffers(String signed, String page) {
    if (!plain(signed).equals(plain(page))) {
      return false;
    }
    causes.add(signed.length() < page.length() ? Cause.DECODED : Cause.ENCODED);
    return true;
  }

  /** Decoded as often as anybody could have encoded it by mistake. */
  private static String plain(String text) {
    return Percent.decoded(Percent.decoded(text)).replace('+', ' ');
  }
}
