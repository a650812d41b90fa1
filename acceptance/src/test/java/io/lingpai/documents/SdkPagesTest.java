package io.lingpai.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SdkPagesTest {
  private static final String FOLDER = "docs/sdks/";
  private static final String CHINESE = ".zh-CN.md";

  /** Where the types that the pages name are; no two packages here have a type of the same name. */
  private static final List<String> PACKAGES =
      List.of(
          "cn.binarywang.wx.miniapp.config.impl",
          "com.aliyun.dingtalkoauth2_1_0.models",
          "com.aliyun.teaopenapi.models",
          "com.dingtalk.api",
          "com.dingtalk.api.request",
          "me.chanjar.weixin.common.error",
          "me.chanjar.weixin.mp.config",
          "me.chanjar.weixin.mp.config.impl",
          "me.chanjar.weixin.open.api",
          "me.chanjar.weixin.open.api.impl");

  static Stream<String> pages() {
    return Markdown.all().filter(page -> page.startsWith(FOLDER) && !page.endsWith(CHINESE));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void a_page_has_the_settings_what_to_know_and_the_way_back(String page) {
    assertThat(Markdown.read(page).headingLevels()).containsExactly(1, 2, 2, 2);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void both_languages_say_the_same(String page) {
    Markdown english = Markdown.read(page);
    Markdown chinese = Markdown.read(chinese(page));

    assertThat(chinese.headingLevels()).isEqualTo(english.headingLevels());
    assertThat(chinese.blocks()).isEqualTo(english.blocks()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void the_list_of_sdks_leads_there(String page) {
    String link = page.substring("docs/".length());

    assertThat(Markdown.read("docs/sdks.md").links()).contains(link);
    assertThat(Markdown.read("docs/sdks.zh-CN.md").links()).contains(chinese(link));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void what_it_shows_compiles_against_that_sdk(String page, @TempDir Path folder)
      throws IOException {
    List<Markdown.Block> java =
        Markdown.read(page).blocks().stream()
            .filter(block -> block.language().equals("java"))
            .toList();

    Snippets.compile(folder, PACKAGES, java);
  }

  private static String chinese(String page) {
    return page.replace(".md", CHINESE);
  }
}
