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

  private static final Duration A_BEAT = Duration.ofSeconds(15);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
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

    /** The key is dead, and what it read should not be used for long. */
    void keyIsDead();
  }

  @Override
  public void run() {
    Duration pause = Duration.ZERO;
    while (!closedWithin(pause)) {
      long begun = System.nanoTime();
      boolean refused = false;
      try (Transport.Response opened = nodes.open("/api/v1/events", lastEventId, SILENCE)) {
        stream = opened;
        listen(opened);
      } catch (LingpaiProblem problem) {
        refused = !problem.worthAskingAgain();
        if (problem.saysTheKeyIsDead()) {
          heard.keyIsDead();
        }
      } catch (IOException | RuntimeException e) {
        // Whatever broke it: were this thread to end, nothing would be heard any more.
        refused = false;
      }
      Duration lasted = Duration.ofNanos(System.nanoTime() - begun);
      pause = refused ? AFTER_A_REFUSAL : pause(pause, lasted);
    }
  }

  /**
   * A stream that is cut as soon as it begins, by a proxy for instance, is opened ever more rarely:
   * each one that begins makes everything that is kept be asked for again.
   */
  static Duration pause(Duration before, Duration lasted) {
    if (before.isZero() || lasted.compareTo(A_BEAT) > 0) {
      return FIRST_PAUSE;
    }
    Duration longer = before.multipliedBy(2);
    return longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
  }

  void close() {
    closed.countDown();
    Transport.Response open = stream;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // The stream is over, which is what was wanted.
        return;
      }
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
      if (closed.getCount() == 0) {
        return;
      }
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
