package io.lingpai.acceptance.stage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code lingpai serve} in a process of its own, with everything it said. */
public final class ServerProcess implements AutoCloseable {

  public static final String ADMIN = "lpk_root_" + "a".repeat(40);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern READY = Pattern.compile("ready on http://127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final StringBuffer said = new StringBuffer();
  private final Thread listener;
  private volatile int port;

  private ServerProcess(Process process) {
    this.process = process;
    this.listener = Thread.ofVirtual().name("output").start(this::listen);
  }

  /** Starts it, on a port that the system chooses, and waits until it is ready. */
  public static ServerProcess start(Path data, Map<String, String> settings, String... flags) {
    return launch(data, settings, flags).untilReady();
  }

  /** Starts it and does not wait. Settings are environment variables. */
  public static ServerProcess launch(Path data, Map<String, String> settings, String... flags) {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("LINGPAI_LISTEN", "127.0.0.1:0");
    all.putIfAbsent("LINGPAI_DATA", data.toString());
    String[] arguments = new String[flags.length + 1];
    arguments[0] = "serve";
    System.arraycopy(flags, 0, arguments, 1, flags.length);
    ProcessBuilder builder = new ProcessBuilder(Launch.with(arguments)).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("LINGPAI_"));
    builder.environment().putAll(all);
    // Not where the build runs: a lingpai.yaml that happens to lie there would be read.
    builder.directory(new java.io.File(System.getProperty("java.io.tmpdir")));
    try {
      return new ServerProcess(builder.start());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        Matcher ready = READY.matcher(line);
        if (ready.find()) {
          port = Integer.parseInt(ready.group(1));
        }
      }
    } catch (IOException e) {
      said.append("(the output was cut: ").append(e.getMessage()).append(")\n");
    }
  }

  private ServerProcess untilReady() {
    await("it to be ready", () -> port != 0 || !process.isAlive());
    if (port == 0) {
      throw new AssertionError("it ended with status " + exitStatus() + " after:\n" + said());
    }
    await("/health/ready", () -> health() == 200);
    return this;
  }

  private int health() {
    try {
      HttpResponse<String> answer = new Client(port).get("", "/health/ready");
      return answer.statusCode();
    } catch (AssertionError e) {
      return 0;
    }
  }

  /** Waits for a condition, for as long as a very busy machine may need. */
  public static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }

  public Client client() {
    return new Client(port);
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  /** Everything it has written to its output and error streams. */
  public String said() {
    return said.toString();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL: nothing of it runs any more when this returns. */
  public void kill() {
    process.toHandle().destroyForcibly();
    exitStatus();
  }

  /** SIGTERM; by the handle, since the process itself would close what it still has to say. */
  public void terminate() {
    process.toHandle().destroy();
  }

  /** Waits for its end, and for the last of what it said. */
  public int exitStatus() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("it does not end:\n" + said());
      }
      listener.join();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
