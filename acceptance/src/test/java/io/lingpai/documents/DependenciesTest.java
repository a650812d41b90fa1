package io.lingpai.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DependenciesTest {
  private static final Pattern PINNED =
      Pattern.compile("<[a-z0-9-]+\\.version>([^<]+)</[a-z0-9-]+\\.version>");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| [^|]+ \\| `([^`]+)` \\|");

  @Test
  void the_page_has_a_row_for_every_pinned_version_and_no_other() throws IOException {
    List<String> pinned = found(PINNED, "pom.xml");

    assertThat(new TreeSet<>(found(ROW, "docs/dependencies.md")))
        .isEqualTo(new TreeSet<>(pinned))
        .isNotEmpty();
  }

  private static List<String> found(Pattern pattern, String file) throws IOException {
    String text = Files.readString(Markdown.REPOSITORY.resolve(file));
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }
}
