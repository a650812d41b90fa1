package io.lingpai.wechat;

import io.lingpai.credential.Advice;
import io.lingpai.credential.VendorError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * WeChat's error codes and what follows from each: data, read from {@code errors.txt} beside this
 * class.
 *
 * <p>Codes decide, texts never do: since 2020 most texts end in a request id, and wordings change.
 */
public final class WechatErrors {

  // What our own refusals on the wire surface are made of; see text(int).
  public static final int SYSTEM_ERROR = -1;
  public static final int INVALID_CREDENTIAL = 40001;
  public static final int INVALID_GRANT_TYPE = 40002;
  public static final int INVALID_APPID = 40013;
  public static final int INVALID_ACCESS_TOKEN = 40014;
  public static final int INVALID_ARGS = 40097;
  public static final int INVALID_APPSECRET = 40125;
  public static final int ACCESS_TOKEN_MISSING = 41001;
  public static final int APPID_MISSING = 41002;
  public static final int APPSECRET_MISSING = 41004;
  public static final int ACCESS_TOKEN_EXPIRED = 42001;
  public static final int REQUIRE_GET = 43001;
  public static final int REQUIRE_POST = 43002;
  public static final int EMPTY_POST_DATA = 44002;
  public static final int DAILY_QUOTA = 45009;
  public static final int MINUTE_QUOTA = 45011;
  public static final int DATA_FORMAT_ERROR = 47001;
  public static final int API_UNAUTHORIZED = 48001;

  private static final Map<Integer, Entry> TABLE = read();

  private WechatErrors() {}

  /** What sort of answer a code is. */
  public enum Sort {
    /** C: the credential is dead; get a new one and try once more. */
    CREDENTIAL_DEAD,
    /** T: it passes by itself. */
    TRANSIENT,
    /** F: wrong until someone changes a setting or the program. */
    FAULT,
    /** Q: a quota or a rate is used up. */
    QUOTA,
    /** R: an administrator must confirm. */
    RISK,
    /** U: the result of this one user or code, for the caller to handle. */
    USER;

    private static Sort of(String letter) {
      return switch (letter) {
        case "C" -> CREDENTIAL_DEAD;
        case "T" -> TRANSIENT;
        case "F" -> FAULT;
        case "Q" -> QUOTA;
        case "R" -> RISK;
        case "U" -> USER;
        default -> throw new IllegalArgumentException("sort: " + letter + " (expected: CTFQRU)");
      };
    }
  }

  /**
   * One line of the table.
   *
   * @param text as WeChat words it, without the request id; empty where it was never seen
   * @param askAgainIn how long whoever asked for a token waits; zero with {@link Sort#QUOTA} is
   *     until the vendor's day ends, with {@link Sort#TRANSIENT} it is left to the back-off
   * @param advice what a person should do
   */
  public record Entry(int code, String text, Sort sort, Duration askAgainIn, Advice advice) {

    /** The vendor's answer for people, with its words cleaned and the address it names. */
    public VendorError error(String cleanMessage) {
      String ip = NamedAddress.in(code, cleanMessage);
      return new VendorError(Integer.toString(code), cleanMessage, adviceNaming(ip), ip);
    }

    private Advice adviceNaming(@Nullable String ip) {
      return ip == null
          ? advice
          : new Advice(ip + ": " + advice.english(), ip + "：" + advice.chinese());
    }
  }

  /**
   * The line of a code; for one that is not in the table, what is prudent: a fault, for a while.
   */
  public static Entry of(int code) {
    Entry entry = TABLE.get(code);
    return entry != null ? entry : unlisted(code);
  }

  /** How WeChat words a code, for refusals of ours that must look like its own. */
  public static String text(int code) {
    String text = of(code).text();
    return text.isEmpty() ? "error " + code : text;
  }

  /** Whether a business call's answer proves that its token is dead. */
  public static boolean provesDeath(int code) {
    return code == INVALID_CREDENTIAL
        || code == INVALID_ACCESS_TOKEN
        || code == ACCESS_TOKEN_EXPIRED;
  }

  /** Whether a business call's answer says nothing about its token. */
  public static boolean provesNothing(int code) {
    Sort sort = of(code).sort();
    return sort == Sort.TRANSIENT || code == DAILY_QUOTA || code == MINUTE_QUOTA;
  }

  /** Every line, in the order of codes. */
  public static Collection<Entry> all() {
    return TABLE.values();
  }

  private static Entry unlisted(int code) {
    Advice advice =
        new Advice(
            "WeChat answered with a code that is not in our table; look it up in its documents.",
            "微信返回了未收录的错误码，请查阅官方文档。");
    return new Entry(code, "", Sort.FAULT, Duration.ofMinutes(10), advice);
  }

  private static Map<Integer, Entry> read() {
    try (InputStream file = WechatErrors.class.getResourceAsStream("errors.txt");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8))) {
      Map<Integer, Entry> table = new TreeMap<>();
      lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(WechatErrors::entry)
          .forEach(
              entry -> {
                if (table.put(entry.code(), entry) != null) {
                  throw new IllegalStateException("errors.txt has " + entry.code() + " twice");
                }
              });
      return Collections.unmodifiableMap(table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entry entry(String line) {
    String[] cells = line.split("\\|", -1);
    if (cells.length != 6) {
      throw new IllegalStateException("errors.txt: six cells expected: " + line);
    }
    return new Entry(
        Integer.parseInt(cells[0].strip()),
        cells[1].strip(),
        Sort.of(cells[2].strip()),
        wait(cells[3].strip()),
        new Advice(cells[4].strip(), cells[5].strip()));
  }

  private static Duration wait(String cell) {
    return switch (cell) {
      case "-", "day" -> Duration.ZERO;
      default -> Duration.parse("PT" + cell);
    };
  }
}
