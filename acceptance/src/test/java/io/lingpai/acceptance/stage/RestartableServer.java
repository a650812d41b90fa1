package io.lingpai.acceptance.stage;

import io.lingpai.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A server on one folder and one port, in one process after the other. */
public final class RestartableServer implements AutoCloseable {

  private final Path data;
  private final Map<String, String> settings;
  private final int port;
  private ServerProcess process;

  /** Starts it and does not wait. Settings are environment variables. */
  public RestartableServer(Path data, Map<String, String> settings) throws IOException {
    this.data = data;
    this.port = FreePort.next();
    this.settings = new HashMap<>(settings);
    this.settings.put("LINGPAI_LISTEN", "127.0.0.1:" + port);
    this.process = ServerProcess.launch(data, this.settings);
  }

  public String base() {
    return "http://127.0.0.1:" + port;
  }

  /** Starts it again and does not wait. */
  public void start() {
    process = ServerProcess.launch(data, settings);
  }

  /** As a loss of power would, but for the disk's own cache. */
  public void kill() {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}
