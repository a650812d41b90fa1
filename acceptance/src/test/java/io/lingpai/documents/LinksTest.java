package io.lingpai.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinksTest {
  static Stream<String> pages() {
    return Markdown.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void every_link_within_the_repository_leads_somewhere(String page) {
    Markdown markdown = Markdown.read(page);

    assertThat(markdown.links())
        .filteredOn(link -> !link.contains("://") && !link.startsWith("#"))
        .allSatisfy(link -> assertThat(target(markdown.file(), link)).exists());
  }

  private static Path target(Path page, String link) {
    return page.resolveSibling(link.replaceFirst("#.*", "")).normalize();
  }
}
