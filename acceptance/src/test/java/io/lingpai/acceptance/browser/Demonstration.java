package io.lingpai.acceptance.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code lingpai demo} as a process of its own, found by what it prints. */
final class Demonstration implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Map<String, String> printed = new HashMap<>();

  Demonstration(Path folder) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                "io.lingpai.server.Main",
                "demo",
                "--listen",
                "127.0.0.1:0",
                "--sandbox-listen",
                "127.0.0.1:0",
                "--pages-listen",
                "127.0.0.1:0"));
    builder.redirectError(folder.resolve("errors.txt").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LINGPAI_"));
    builder.environment().put("LC_ALL", "C.UTF-8");
    process = builder.start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); !"Ready.".equals(line); line = out.readLine()) {
      if (line == null) {
        throw new AssertionError(Files.readString(folder.resolve("errors.txt")));
      }
      String[] words = line.split("\\s+");
      if (words.length > 1) {
        printed.put(words[0], line);
      }
    }
    // It goes on talking, and nobody must wait for a full pipe.
    Thread.ofVirtual().start(() -> out.lines().forEach(line -> {}));
  }

  String server() {
    return word("Server:", 1);
  }

  /** Without a slash at the end, as the others. */
  String sandbox() {
    return word("Sandbox:", 1).replaceAll("/$", "");
  }

  String pages() {
    return word("Pages:", 1).replaceAll("/mini$", "");
  }

  /** Where an account authorizes the third-party platform. */
  String platform() {
    return word("Platform:", 1);
  }

  private String word(String label, int number) {
    return printed.get(label).split("\\s+")[number];
  }

  @Override
  public void close() {
    process.destroy();
    process
        .onExit()
        .completeOnTimeout(process, PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .thenAccept(Process::destroyForcibly)
        .join();
  }
}
