package io.lingpai.platform;

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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's error codes and what follows from each: data, read from a text file beside the
 * platform's classes. A line has six cells, {@code code | text | sort | ask again | what to do |
 * 该做什么}; lines that start with {@code #} are for people.
 */
public final class ErrorTable {

  private static final int CELLS = 6;

  private final Map<String, Line> lines;

  private ErrorTable(Map<String, Line> lines) {
    this.lines = Collections.unmodifiableMap(lines);
  }

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
        default -> throw new IllegalStateException("sort: " + letter + " (expected: CTFQRU)");
      };
    }
  }

  /**
   * One code.
   *
   * @param text as the vendor words it; empty where it was never seen
   * @param askAgainIn how long whoever asked for a token waits; zero with {@link Sort#QUOTA} is
   *     until the vendor's day ends, with {@link Sort#TRANSIENT} it is left to the back-off
   * @param advice what a person should do
   */
  public record Line(String code, String text, Sort sort, Duration askAgainIn, Advice advice) {

    /**
     * The vendor's answer for people.
     *
     * @param words the vendor's, made fit to be shown
     * @param ip the address of ours that the vendor names, which the advice then begins with
     */
    public VendorError error(String words, @Nullable String ip) {
      Advice naming =
          ip == null
              ? advice
              : new Advice(ip + ": " + advice.english(), ip + "：" + advice.chinese());
      return new VendorError(code, words, naming, ip);
    }
  }

  /**
   * Reads a table.
   *
   * @param beside a class of the platform, in whose package the file lies
   * @throws IllegalStateException naming the line that is not one, or the code that stands twice
   */
  public static ErrorTable read(Class<?> beside, String file) {
    Map<String, Line> lines = new LinkedHashMap<>();
    try (InputStream in = beside.getResourceAsStream(file);
        BufferedReader text =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in, file), StandardCharsets.UTF_8))) {
      text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line(file, line))
          .forEach(
              line -> {
                if (lines.put(line.code(), line) != null) {
                  throw new IllegalStateException(file + " has " + line.code() + " twice");
                }
              });
      return new ErrorTable(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Line line(String file, String line) {
    String[] cells = line.split("\\|", -1);
    if (cells.length != CELLS) {
      throw new IllegalStateException(file + ": six cells expected: " + line);
    }
    return new Line(
        cells[0].strip(),
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

  public Optional<Line> line(String code) {
    return Optional.ofNullable(lines.get(code));
  }

  /** Every line, in the order of the file. */
  public Collection<Line> all() {
    return lines.values();
  }
}
