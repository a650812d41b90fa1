package io.lingpai.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.documents.Markdown.Block;
import io.lingpai.server.config.ConfigurationLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmesTest {
  private final Markdown english = Markdown.read("README.md");
  private final Markdown chinese = Markdown.read("README.zh-CN.md");

  @Test
  void both_languages_have_the_same_headings() {
    assertThat(chinese.headingLevels()).isEqualTo(english.headingLevels());
  }

  @Test
  void both_languages_have_the_same_blocks_but_for_the_drawing() {
    assertThat(commandsOf(chinese)).isEqualTo(commandsOf(english)).hasSizeGreaterThan(5);
  }

  @Test
  void the_test_command_is_the_one_that_ci_runs() throws IOException {
    assertThat(english.blocks()).contains(new Block("sh", "./mvnw verify\n"));
    assertThat(Files.readAllLines(Markdown.REPOSITORY.resolve(".ci/run")))
        .contains("./mvnw verify");
  }

  @Test
  void the_configuration_is_one_the_server_takes(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("lingpai.yaml"), english.only("yaml").text());

    var loaded =
        ConfigurationLoader.load(file, Map.of("SHOP_SECRET", "a-secret-of-the-shop"), Map.of());

    assertThat(loaded.configuration().apps()).hasSize(1);
  }

  @Test
  void the_code_for_an_sdk_compiles_against_that_sdk(@TempDir Path folder) throws IOException {
    Snippets.compile(
        folder,
        List.of(
            "cn.binarywang.wx.miniapp.config.impl",
            "me.chanjar.weixin.mp.config",
            "me.chanjar.weixin.mp.config.impl"),
        List.of(english.only("java")));
  }

  private static List<Block> commandsOf(Markdown readme) {
    return readme.blocks().stream().filter(block -> !block.language().equals("text")).toList();
  }
}
