package io.lingpai.acceptance.stage;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * How to start {@code lingpai}: as users do, from the runnable jar with the cache the build made
 * for it, provided that the jar is of this build; otherwise from the class path of the tests.
 */
public final class Launch {

  private static final Path SERVER = Path.of("..", "server").toAbsolutePath().normalize();
  private static final Path JAR = SERVER.resolve("target/lingpai.jar");
  private static final Path CACHE = SERVER.resolve("target/lingpai.aot");

  private static final List<String> COMMAND = command();

  private Launch() {}

  /** Whether users start it like this, too. */
  public static boolean isTheJar() {
    return COMMAND.contains("-jar");
  }

  /** The command line of {@code lingpai} with these arguments. */
  public static List<String> with(String... arguments) {
    List<String> command = new ArrayList<>(COMMAND);
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  private static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + SERVER.resolve("java.flags"));
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    if (isOfThisBuild(JAR)) {
      if (Files.exists(CACHE) && modified(CACHE) >= modified(JAR)) {
        command.add("-XX:AOTCache=" + CACHE);
      }
      command.addAll(List.of("-jar", JAR.toString()));
      return command;
    }
    // It lives for seconds: what pays off later only costs here.
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.lingpai.server.Main"));
    return command;
  }

  private static boolean isOfThisBuild(Path jar) {
    return Files.exists(jar)
        && Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(entry -> entry.startsWith(SERVER.getParent()))
            // Not in the jar, and perhaps built after it.
            .filter(entry -> !entry.startsWith(Path.of("").toAbsolutePath()))
            .filter(entry -> !entry.startsWith(SERVER.resolveSibling("testkit")))
            .allMatch(entry -> modified(entry) <= modified(jar));
  }

  /** When the newest file of a folder, or a file itself, was written. */
  private static long modified(Path entry) {
    try (Stream<Path> files = Files.walk(entry)) {
      return files
          .filter(Files::isRegularFile)
          .mapToLong(file -> file.toFile().lastModified())
          .max()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
