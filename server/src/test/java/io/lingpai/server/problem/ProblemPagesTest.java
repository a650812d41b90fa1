package io.lingpai.server.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProblemPagesTest {

  @Test
  void the_documents_say_what_the_pages_say() throws Exception {
    assertThat(Files.readString(Path.of("..", "docs", "problems.md")))
        .isEqualTo(ProblemPages.markdown(Language.ENGLISH));
    assertThat(Files.readString(Path.of("..", "docs", "problems.zh-CN.md")))
        .isEqualTo(ProblemPages.markdown(Language.CHINESE));
  }

  @Test
  void every_sort_is_explained_in_both_languages() {
    for (Sort sort : Sort.values()) {
      assertThat(sort.words(Language.CHINESE).meaning()).containsPattern("\\p{IsHan}");
      assertThat(ProblemPages.html(sort, Language.ENGLISH)).contains(sort.slug(), "What to do");
      assertThat(ProblemPages.html(sort, Language.CHINESE)).contains(sort.slug(), "怎么办");
      assertThat(Sort.of(sort.slug())).contains(sort);
    }
  }

  @Test
  void the_language_follows_the_header() {
    assertThat(Language.preferred(null)).isEqualTo(Language.ENGLISH);
    assertThat(Language.preferred("zh-CN,zh;q=0.9,en;q=0.8")).isEqualTo(Language.CHINESE);
    assertThat(Language.preferred("en-GB,zh;q=0.5")).isEqualTo(Language.ENGLISH);
    assertThat(Language.preferred("fr, zh;q=0")).isEqualTo(Language.ENGLISH);
    assertThat(Language.preferred("zh;q=nonsense")).isEqualTo(Language.ENGLISH);
  }
}
