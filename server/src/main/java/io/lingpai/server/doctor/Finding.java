package io.lingpai.server.doctor;

import io.lingpai.credential.VendorError;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * @param about what: {@code configuration}, {@code store}, the name of a host, {@code app shop} …
 * @param said how it is
 * @param whatToDo empty where there is nothing to do
 * @param vendor the vendor's own words, where it said something
 */
public record Finding(
    Standing standing, String about, Words said, Words whatToDo, @Nullable VendorError vendor) {

  /** Its own advice would be to ask the doctor. */
  private static final Words NO_WORD =
      new Words(
          "The vendor itself said nothing: see above whether it is reached, and ask again.",
          "平台没有给出答复：请看上面能否访问它，然后再试。");

  private static final String CONFIGURATION = "configuration";

  /** How serious it is. */
  public enum Standing {
    OK,
    /** Worth knowing, and no reason to worry. */
    NOTE,
    /** It could not be found out. */
    UNCHECKED,
    WRONG;

    public String spelled() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The configuration can be used, though perhaps something about it is odd. */
  public static Finding configuration(String where, List<String> warnings) {
    return warnings.isEmpty()
        ? ok(CONFIGURATION, Words.same(where))
        : note(CONFIGURATION, Words.same(where + ": " + String.join("; ", warnings)));
  }

  /** The configuration cannot be used; the complaint says what was expected. */
  public static Finding misconfigured(String complaint) {
    return wrong(CONFIGURATION, Words.same(complaint), Words.NONE);
  }

  static Finding ok(String about, Words said) {
    return new Finding(Standing.OK, about, said, Words.NONE, null);
  }

  static Finding note(String about, Words said) {
    return new Finding(Standing.NOTE, about, said, Words.NONE, null);
  }

  static Finding unchecked(String about, Words said, Words whatToDo) {
    return new Finding(Standing.UNCHECKED, about, said, whatToDo, null);
  }

  static Finding wrong(String about, Words said, Words whatToDo) {
    return new Finding(Standing.WRONG, about, said, whatToDo, null);
  }

  /** The vendor said no, or nothing; its words follow ours. */
  static Finding vendor(Standing standing, String about, Words said, VendorError why) {
    String code = why.code().isEmpty() ? "" : why.code() + " ";
    return new Finding(
        standing,
        about,
        new Words(
            said.english() + ": " + code + why.message(),
            said.chinese() + "：" + code + why.message()),
        why.code().isEmpty() ? NO_WORD : Words.of(why.whatToDo()),
        why);
  }
}
