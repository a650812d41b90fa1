package io.lingpai.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** As much of a page as the tests ask about: its headings, its code blocks, its links. */
record Markdown(Path file, List<Integer> headingLevels, List<Block> blocks, List<String> links) {
  static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  private static final int DEEP = 5;
  private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");

  record Block(String language, String text) {}

  static Markdown read(String name) {
    Path file = REPOSITORY.resolve(name);
    List<Integer> headings = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    List<String> links = new ArrayList<>();
    StringBuilder open = null;
    String language = "";
    for (String line : lines(file)) {
      if (line.startsWith("```")) {
        if (open == null) {
          language = line.substring(3).strip();
          open = new StringBuilder();
        } else {
          blocks.add(new Block(language, open.toString()));
          open = null;
        }
      } else if (open != null) {
        open.append(line).append('\n');
      } else {
        if (line.startsWith("#")) {
          headings.add(line.indexOf(' '));
        }
        LINK.matcher(line).results().map(found -> found.group(1)).forEach(links::add);
      }
    }
    return new Markdown(file, headings, blocks, links);
  }

  /** The root's pages and those under docs/, however deep, as names to read. */
  static Stream<String> all() {
    return Stream.concat(files(REPOSITORY, 1), files(REPOSITORY.resolve("docs"), DEEP))
        .filter(file -> file.toString().endsWith(".md"))
        .map(file -> REPOSITORY.relativize(file).toString())
        .sorted();
  }

  Block only(String language) {
    List<Block> found = blocks.stream().filter(block -> block.language().equals(language)).toList();
    if (found.size() != 1) {
      throw new IllegalStateException(file + " has " + found.size() + " blocks of " + language);
    }
    return found.getFirst();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Stream<Path> files(Path folder, int depth) {
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files.toList().stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
