package io.lingpai.acceptance.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.acceptance.programs.NodePackages;
import io.lingpai.acceptance.programs.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process of Node's that calls with one SDK, as {@code caller.js} says. */
final class NodeService implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final Path complaints;
  private final PrintStream commands;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  /** What the service did since it was last asked. */
  record Told(int calls, List<String> failed) {}

  /**
   * @param folder where the process runs: some SDKs keep tokens in files there
   */
  NodeService(Path folder, String sdk, String base, String appid, String key, String openid)
      throws IOException {
    complaints = Files.createTempFile(folder, sdk, ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Program.NODE.path().toString(),
                NodePackages.FOLDER.resolve("caller.js").toString(),
                sdk,
                base,
                appid,
                openid)
            .directory(folder.toFile())
            .redirectError(complaints.toFile());
    builder.environment().put("LINGPAI_KEY", key);
    process = builder.start();
    commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    Thread.ofVirtual().start(this::listen);
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(answers::add);
    } catch (IOException e) {
      answers.add("cut: " + e.getMessage());
    }
  }

  /** Makes this many calls at once, and then gets a ticket. */
  Told burst(int calls) throws Exception {
    return ask("burst " + calls);
  }

  void work() throws Exception {
    ask("work");
  }

  Told stop() throws Exception {
    return ask("stop");
  }

  private Told ask(String command) throws Exception {
    commands.println(command);
    String line = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("no answer to " + command + ": " + Files.readString(complaints));
    }
    JsonNode told = Surface.read(line);
    List<String> failed = new ArrayList<>();
    told.path("failed").forEach(failure -> failed.add(failure.asText()));
    return new Told(told.path("calls").asInt(), failed);
  }

  @Override
  public void close() {
    commands.close();
    process.destroyForcibly();
  }
}
