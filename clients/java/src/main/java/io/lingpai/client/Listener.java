package io.lingpai.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Listens to the server's events in a thread of its own and passes on which credential has a new
 * version. A broken stream is taken up again where it ended, at whichever node answers.
 */
final class Listener implements Runnable {

  /** The server says something every fifteen seconds, if only that it is there. */
  private static final Duration SILENCE = Duration.ofSeconds(45);

  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
  private static final Duration AFTER_A_REFUSAL = Duration.ofMinutes(1);
  private static final int LONGEST_LINE = 1 << 16;

  private final Nodes nodes;
  private final Heard heard;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Transport.@Nullable Response stream;
  private @Nullable String lastEventId;

  Listener(Nodes nodes, Heard heard) {
    this.nodes = nodes;
    this.heard = heard;
  }

  /** Who wants to know. */
  interface Heard {

    /** There is this version. */
    void version(String app, String kind, long version);

    /** The stream begins; something may have been missed before. */
    void begun();
  }

  @Override
  public void run() {
    Duration pause = Duration.ZERO;
    while (!closedWithin(pause)) {
      pause = BETWEEN_TRIES;
      try (Transport.Response opened = nodes.open("/api/v1/events", lastEventId, SILENCE)) {
        stream = opened;
        listen(opened);
      } catch (LingpaiProblem problem) {
        pause = problem.worthAskingAgain() ? BETWEEN_TRIES : AFTER_A_REFUSAL;
      } catch (IOException | LingpaiUnreachable e) {
        pause = BETWEEN_TRIES;
      }
    }
  }

  void close() throws IOException {
    closed.countDown();
    Transport.Response open = stream;
    if (open != null) {
      open.close();
    }
  }

  private boolean closedWithin(Duration time) {
    try {
      return closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void listen(Transport.Response opened) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(opened.body(), StandardCharsets.UTF_8));
    String event = "";
    String data = "";
    boolean begun = false;
    for (String line = line(lines); line != null; line = line(lines)) {
      // The head of the answer says nothing yet; from its first line on nothing is missed.
      if (!begun) {
        begun = true;
        heard.begun();
      }
      if (line.isEmpty()) {
        pass(event, data);
        event = "";
        data = "";
      } else if (line.startsWith("event: ")) {
        event = line.substring("event: ".length());
      } else if (line.startsWith("data: ")) {
        data = line.substring("data: ".length());
      } else if (line.startsWith("id: ")) {
        lastEventId = printable(line.substring("id: ".length()));
      }
      if (closed.getCount() == 0) {
        return;
      }
    }
  }

  // It goes back in a header.
  private static @Nullable String printable(String id) {
    return id.chars().allMatch(c -> c > ' ' && c < 127) ? id : null;
  }

  private void pass(String event, String data) throws IOException {
    if (!event.equals("credential")) {
      return;
    }
    try {
      Fields fields = Fields.of(data.getBytes(StandardCharsets.UTF_8));
      heard.version(fields.text("app"), fields.text("kind"), fields.number("version"));
    } catch (Json.Unreadable | Fields.Unexpected e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static @Nullable String line(BufferedReader lines) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = lines.read(); c >= 0; c = lines.read()) {
      if (c == '\n') {
        return line.toString();
      }
      if (c != '\r') {
        line.append((char) c);
      }
      if (line.length() > LONGEST_LINE) {
        throw new IOException("an event without end");
      }
    }
    return null;
  }
}
