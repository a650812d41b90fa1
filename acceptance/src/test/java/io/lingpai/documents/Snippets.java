package io.lingpai.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Java as it stands on a page: types and statements. */
final class Snippets {
  private Snippets() {}

  /**
   * Compiles what one page shows, together.
   *
   * @param imports packages whose types the page names
   */
  static void compile(Path folder, List<String> imports, List<Markdown.Block> blocks)
      throws IOException {
    String members = joined(blocks.stream().filter(Snippets::isMember).toList());
    String statements = joined(blocks.stream().filter(block -> !isMember(block)).toList());
    String source =
        imports.stream().map("import %s.*;\n"::formatted).collect(Collectors.joining())
            + """
            class Snippet {
            %s
              void point() throws Exception {
            %s
              }
            }
            """
                .formatted(members, statements);
    Path file = Files.writeString(folder.resolve("Snippet.java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();

    boolean compiled =
        compiler
            .getTask(
                complaints,
                null,
                null,
                List.of("-proc:none", "-d", folder.toString()),
                null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjects(file))
            .call();

    assertThat(compiled).as(complaints + source).isTrue();
  }

  private static boolean isMember(Markdown.Block block) {
    return block.text().startsWith("class ");
  }

  private static String joined(List<Markdown.Block> blocks) {
    return blocks.stream().map(Markdown.Block::text).collect(Collectors.joining("\n"));
  }
}
