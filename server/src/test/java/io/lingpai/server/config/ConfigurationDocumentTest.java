package io.lingpai.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pins every key, its default and its line in the documentation together. */
class ConfigurationDocumentTest {

  private static final Path DOCS = Path.of("..", "docs");

  @Test
  void the_english_page_has_exactly_the_rows_of_the_table() throws IOException {
    List<String> expected =
        rows().stream().map(row -> row.start() + " " + row.about() + " |").toList();

    assertThat(tableRows("configuration.md")).containsExactlyElementsOf(expected);
  }

  @Test
  void the_chinese_page_has_the_same_keys_and_defaults_in_its_own_words() throws IOException {
    List<String> rows = tableRows("configuration.zh-CN.md");
    List<Row> expected = rows();

    assertThat(rows).hasSameSizeAs(expected);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i)).startsWith(expected.get(i).start());
      assertThat(rows.get(i).substring(expected.get(i).start().length()))
          .matches(" .*\\p{IsHan}.* \\|");
    }
  }

  @Test
  void the_chinese_help_says_of_every_flag_what_the_chinese_page_says() throws IOException {
    ResourceBundle words =
        ResourceBundle.getBundle("io.lingpai.server.command.words", Locale.CHINESE);

    assertThat(tableRows("configuration.zh-CN.md").stream())
        .containsAll(
            Keys.all().stream()
                .filter(key -> !key.secret())
                .map(key -> inChinese(key, words))
                .toList());
  }

  private static String inChinese(Key<?> key, ResourceBundle words) {
    String otherwise = key.fallback() == null ? "" : "（默认 " + key.fallback() + "）";
    String said = words.getString("lingpai.serve" + key.flag().replaceFirst("--", "."));
    assertThat(said).endsWith(otherwise);
    Row row = row(key.path(), key.fallback(), key.variable(), "");
    return row.start() + " " + said.substring(0, said.length() - otherwise.length()) + " |";
  }

  private static List<String> tableRows(String page) throws IOException {
    return Files.readAllLines(DOCS.resolve(page)).stream()
        .filter(line -> line.startsWith("| `"))
        .toList();
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    Keys.all()
        .forEach(key -> rows.add(row(key.path(), key.fallback(), key.variable(), key.about())));
    Keys.LISTS.forEach(list -> rows.add(row(list.path(), "[]", list.variable(), list.about())));
    Stream.<Stream<? extends Key<?>>>of(
            Stream.of(AppSettings.NAME, AppSettings.PLATFORM),
            AppSettings.PLAIN.stream(),
            AppSettings.SECRET.stream())
        .flatMap(keys -> keys)
        .forEach(key -> rows.add(row("apps[]." + key.path(), null, null, key.about())));
    return rows;
  }

  private static Row row(String path, String fallback, String variable, String about) {
    return new Row(
        "| `%s` | %s | %s |"
            .formatted(
                path,
                fallback == null ? "" : "`" + fallback + "`",
                variable == null ? "" : "`" + variable + "`"),
        about);
  }

  private record Row(String start, String about) {}
}
