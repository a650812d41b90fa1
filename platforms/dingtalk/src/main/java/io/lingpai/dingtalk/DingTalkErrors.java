package io.lingpai.dingtalk;

import io.lingpai.credential.Advice;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.ErrorTable;
import io.lingpai.platform.ErrorTable.Line;
import io.lingpai.platform.ErrorTable.Sort;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** DingTalk's error codes and what follows from each: data, in {@code errors.txt}. */
public final class DingTalkErrors {

  private static final ErrorTable TABLE = ErrorTable.read(DingTalkErrors.class, "errors.txt");

  private static final Set<String> NAMES_AN_ADDRESS =
      Set.of("60020", "forbidden.accessdenied.ipnotinwhitelist");
  private static final Pattern ADDRESS =
      Pattern.compile("(?<![0-9.])([0-9]{1,3}(?:\\.[0-9]{1,3}){3})(?![0-9.])");

  private DingTalkErrors() {}

  /** The line of a code; for one that is not in the table, what is prudent: a fault, a while. */
  public static Line of(String code) {
    return TABLE.line(code.toLowerCase(Locale.ROOT)).orElseGet(() -> unlisted(code));
  }

  /** What a refusal means for people, with the address that the vendor names. */
  public static VendorError error(String code, String cleanMessage) {
    return of(code).error(cleanMessage, address(code, cleanMessage));
  }

  /** Whether an answer to a call proves that the token it carried is dead. */
  public static boolean provesDeath(String code) {
    return of(code).sort() == Sort.CREDENTIAL_DEAD;
  }

  static Collection<Line> all() {
    return TABLE.all();
  }

  private static @Nullable String address(String code, String message) {
    if (!NAMES_AN_ADDRESS.contains(code.toLowerCase(Locale.ROOT))) {
      return null;
    }
    Matcher found = ADDRESS.matcher(message);
    return found.find() ? found.group(1) : null;
  }

  private static Line unlisted(String code) {
    Advice advice =
        new Advice(
            "DingTalk answered with a code that is not in our table; look it up in its documents.",
            "钉钉返回了未收录的错误码，请查阅官方文档。");
    return new Line(code, "", Sort.FAULT, Duration.ofMinutes(10), advice);
  }
}
