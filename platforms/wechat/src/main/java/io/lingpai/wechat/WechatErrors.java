package io.lingpai.wechat;

import io.lingpai.credential.Advice;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.ErrorTable;
import io.lingpai.platform.ErrorTable.Line;
import io.lingpai.platform.ErrorTable.Sort;
import java.time.Duration;
import java.util.Collection;

/**
 * WeChat's error codes and what follows from each: data, read from {@code errors.txt} beside this
 * class.
 *
 * <p>Codes decide, texts never do: since 2020 most texts end in a request id, and wordings change.
 */
public final class WechatErrors {

  private static final int INVALID_CREDENTIAL = 40001;
  private static final int INVALID_ACCESS_TOKEN = 40014;
  private static final int ACCESS_TOKEN_EXPIRED = 42001;
  private static final int DAILY_QUOTA = 45009;
  public static final int MINUTE_QUOTA = 45011;

  private static final ErrorTable TABLE = ErrorTable.read(WechatErrors.class, "errors.txt");

  private WechatErrors() {}

  /**
   * The line of a code; for one that is not in the table, what is prudent: a fault, for a while.
   */
  public static Line of(int code) {
    return TABLE.line(Integer.toString(code)).orElseGet(() -> unlisted(code));
  }

  /** The vendor's answer for people, with its words cleaned and the address it names. */
  public static VendorError error(int code, String cleanMessage) {
    return of(code).error(cleanMessage, NamedAddress.in(code, cleanMessage));
  }

  /** Whether a business call's answer proves that its token is dead. */
  public static boolean provesDeath(int code) {
    return code == INVALID_CREDENTIAL
        || code == INVALID_ACCESS_TOKEN
        || code == ACCESS_TOKEN_EXPIRED;
  }

  /** Whether a business call's answer says nothing about its token. */
  public static boolean provesNothing(int code) {
    return of(code).sort() == Sort.TRANSIENT || code == DAILY_QUOTA || code == MINUTE_QUOTA;
  }

  static Collection<Line> all() {
    return TABLE.all();
  }

  private static Line unlisted(int code) {
    Advice advice =
        new Advice(
            "WeChat answered with a code that is not in our table; look it up in its documents.",
            "微信返回了未收录的错误码，请查阅官方文档。");
    return new Line(Integer.toString(code), "", Sort.FAULT, Duration.ofMinutes(10), advice);
  }
}
