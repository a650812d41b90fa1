package io.lingpai.acceptance.programs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process that is told commands, a line each, and answers each with a line of JSON. */
public final class LineService implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path complaints;
  private final PrintStream commands;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  /** With PHP: {@code src/test/php/service.php}. */
  public static LineService php(String secret, List<String> arguments) throws IOException {
    return new LineService(PhpLibraries.service(arguments), secret);
  }

  /** With Node: {@code src/test/node/service.js}. */
  public static LineService node(String secret, List<String> arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Program.NODE.path().toString(), NodePackages.FOLDER.resolve("service.js").toString());
    builder.command().addAll(arguments);
    return new LineService(builder, secret);
  }

  private LineService(ProcessBuilder builder, String secret) throws IOException {
    complaints = Files.createTempFile("service", ".log");
    builder.environment().put("LINGPAI_KEY", secret);
    process = builder.redirectError(complaints.toFile()).start();
    commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    Thread.ofVirtual().start(this::listen);
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answers.add(line);
      }
    } catch (IOException e) {
      answers.add("cut: " + e.getMessage());
    }
  }

  /** What the command came to. */
  public String ask(String command) throws Exception {
    JsonNode told = told(command);
    assertThat(told.has("value")).as("%s: %s", command, told).isTrue();
    return told.path("value").asText();
  }

  /** How the command failed. */
  public String failure(String command) throws Exception {
    JsonNode told = told(command);
    assertThat(told.has("failed")).as("%s: %s", command, told).isTrue();
    return told.path("failed").asText();
  }

  private JsonNode told(String command) throws Exception {
    commands.println(command);
    String line = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("no answer to " + command + ": " + Files.readString(complaints));
    }
    return JSON.readTree(line);
  }

  @Override
  public void close() throws IOException {
    commands.close();
    process.destroyForcibly();
    Files.deleteIfExists(complaints);
  }
}
