package io.lingpai.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.server.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program as a process of its own. */
final class Program implements AutoCloseable {

  private final Process process;
  private final Path errors;
  private final BufferedReader out;
  private final List<String> printed = new ArrayList<>();

  private Program(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.out = process.inputReader(UTF_8);
  }

  /**
   * Starts it.
   *
   * @param folder where it runs, where its temporary files go and its errors are kept
   */
  static Program start(Path folder, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // It lives for seconds: what pays off later only costs here.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED");
    command.add("-Djava.io.tmpdir=" + folder);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    Path errors = folder.resolve("errors.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LINGPAI_"));
    builder.environment().put("LC_ALL", "C.UTF-8");
    return new Program(builder.start(), errors);
  }

  /** Reads on until a line that starts so. */
  String lineStarting(String start) {
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        printed.add(line);
        if (line.startsWith(start)) {
          return line;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("no line " + start + " in " + printed + "\n" + errors());
  }

  List<String> printed() {
    return List.copyOf(printed);
  }

  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells it to stop, as Ctrl-C and service managers do. */
  void stop() {
    process.destroy();
  }

  int exit() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ended").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
