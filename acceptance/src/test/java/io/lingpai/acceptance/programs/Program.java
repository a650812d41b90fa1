package io.lingpai.acceptance.programs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** What a build does not bring along and a machine may have. */
public enum Program {
  NODE("node"),
  NPM("npm"),
  PHP("php"),
  CHROMIUM("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");

  private static final long ANSWER_WITHIN_SECONDS = 60;

  private final List<String> names;
  private final AtomicReference<Optional<Path>> found = new AtomicReference<>();

  Program(String... names) {
    this.names = List.of(names);
  }

  /** Where it is, if it starts: some systems put a program there that only says how to get it. */
  public Optional<Path> find() {
    Optional<Path> known = found.get();
    if (known == null) {
      known =
          names.stream().flatMap(name -> onPath(name).stream()).filter(Program::starts).findFirst();
      found.set(known);
    }
    return known;
  }

  /** Where it is, for a test that {@linkplain Needs needs} it. */
  public Path path() {
    return find().orElseThrow(() -> new IllegalStateException(names + " is not on this machine"));
  }

  private static List<Path> onPath(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return List.of(path.split(File.pathSeparator)).stream()
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .toList();
  }

  private static boolean starts(Path program) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        return process.waitFor(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
