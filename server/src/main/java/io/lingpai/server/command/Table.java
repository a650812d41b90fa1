package io.lingpai.server.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows in columns as wide as their widest cell; a Chinese character takes two places. */
final class Table {

  private static final String GAP = "  ";
  private static final Set<Character.UnicodeBlock> WIDE =
      Set.of(
          Character.UnicodeBlock.CJK_SYMBOLS_AND_PUNCTUATION,
          Character.UnicodeBlock.HALFWIDTH_AND_FULLWIDTH_FORMS,
          Character.UnicodeBlock.HIRAGANA,
          Character.UnicodeBlock.KATAKANA,
          Character.UnicodeBlock.HANGUL_SYLLABLES);

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(List.of(headings));
  }

  private Table() {}

  /** Without headings: names on the left, values on the right. */
  static Table ofPairs() {
    return new Table();
  }

  Table row(@Nullable Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell == null ? "" : cell.toString());
    }
    rows.add(row);
    return this;
  }

  void print(PrintStream out) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - width(row.get(i)))).append(GAP);
      }
      out.println(line.toString().stripTrailing());
    }
  }

  static int width(String text) {
    return text.codePoints().map(Table::width).sum();
  }

  // Ideographs, and what is printed as wide as they are; near enough for what we print.
  private static int width(int codePoint) {
    if (Character.isIdeographic(codePoint)) {
      return 2;
    }
    Character.UnicodeBlock block = Character.UnicodeBlock.of(codePoint);
    return block != null && WIDE.contains(block) ? 2 : 1;
  }
}
