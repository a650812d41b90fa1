package io.lingpai.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OurRulesHoldTest {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.lingpai");

  private final Rules rules = new Rules("io.lingpai", modulesIn("platforms"), modulesIn("stores"));

  @Test
  void a_platform_knows_no_store_and_no_other_platform() {
    rules.a_platform_knows_no_store_and_no_other_platform().check(OURS);
  }

  @Test
  void a_store_knows_no_platform_and_no_other_store() {
    rules.a_store_knows_no_platform_and_no_other_store().check(OURS);
  }

  @Test
  void only_the_wiring_names_a_platform_or_a_store() {
    rules.only_the_wiring_names_a_platform_or_a_store().check(OURS);
  }

  @Test
  void only_the_http_chapter_knows_the_web_library() {
    rules.only_the_http_chapter_knows_the_web_library().check(OURS);
  }

  @Test
  void only_stores_speak_sql() {
    rules.only_stores_speak_sql().check(OURS);
  }

  @Test
  void packages_have_no_cycles() {
    rules.packages_have_no_cycles().check(OURS);
  }

  @Test
  void every_package_is_null_marked() {
    rules.every_package_is_null_marked().check(OURS);
  }

  @Test
  void the_inside_reads_no_clock_starts_no_thread_and_draws_no_lots() {
    rules.the_inside_reads_no_clock_starts_no_thread_and_draws_no_lots().check(OURS);
  }

  @Test
  void a_secret_is_revealed_at_the_edge_only() {
    rules.a_secret_is_revealed_at_the_edge_only().check(OURS);
  }

  @Test
  void the_sandbox_knows_nothing_of_ours() {
    rules.the_sandbox_knows_nothing_of_ours().check(OURS);
  }

  @Test
  void the_client_knows_nothing_but_the_jdk() {
    rules.the_client_knows_nothing_but_the_jdk().check(OURS);
  }

  @Test
  void what_stands_on_the_client_knows_nothing_else_of_ours() {
    rules.what_stands_on_the_client_knows_nothing_else_of_ours().check(OURS);
  }

  /** A platform whose package is not named like its folder would slip through every rule above. */
  @Test
  void every_platform_and_store_has_the_package_its_folder_names() {
    Stream.concat(modulesIn("platforms").stream(), modulesIn("stores").stream())
        .forEach(
            name ->
                assertThat(OURS)
                    .anyMatch(each -> each.getPackageName().startsWith("io.lingpai." + name)));
  }

  private static List<String> modulesIn(String folder) {
    try (Stream<Path> children = Files.list(REPOSITORY.resolve(folder))) {
      List<String> names =
          children
              .filter(child -> Files.exists(child.resolve("pom.xml")))
              .map(child -> child.getFileName().toString())
              .sorted()
              .toList();
      assertThat(names).isNotEmpty();
      return names;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
