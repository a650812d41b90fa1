package io.lingpai.acceptance.process;

import io.lingpai.acceptance.stage.Client;
import io.lingpai.acceptance.stage.ServerProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that read, renew, create, change and revoke as fast as they are answered, until the
 * server is killed under their hands. There is an end to what is written in one life.
 */
final class Load implements AutoCloseable {

  private static final int READERS = 6;
  private static final int WRITERS = 2;

  /** A renewal may be waited for, and what is written meanwhile is all looked for afterwards. */
  private static final int WRITES = 20;

  private final Acknowledged acknowledged;
  private final AtomicLong answered = new AtomicLong();
  private final List<Thread> clients = new ArrayList<>();
  private volatile boolean killed;

  Load(Client client, Acknowledged acknowledged, long seed) {
    this.acknowledged = acknowledged;
    Random random = new Random(seed);
    for (int i = 0; i < READERS; i++) {
      Random own = new Random(random.nextLong());
      begin(Integer.MAX_VALUE, () -> acknowledged.read(client, own));
    }
    Random own = new Random(random.nextLong());
    begin(Integer.MAX_VALUE, () -> acknowledged.renew(client, own));
    for (int i = 0; i < WRITERS; i++) {
      begin(
          WRITES,
          () -> {
            String app = acknowledged.addApp(client);
            acknowledged.changeApp(client, app);
          });
      begin(
          WRITES,
          () -> {
            acknowledged.addKey(client);
            acknowledged.revokeKey(client, acknowledged.addKey(client));
          });
    }
  }

  private void begin(int atMost, Runnable call) {
    clients.add(
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 0; i < atMost && !killed; i++) {
                    try {
                      call.run();
                      answered.incrementAndGet();
                    } catch (AssertionError noAnswer) {
                      // Killed under our hands: nothing was acknowledged.
                      if (!killed) {
                        acknowledged.complain("before the kill: " + noAnswer);
                      }
                      return;
                    }
                  }
                }));
  }

  /** Waits until so many rounds were answered. */
  void untilAnswered(int rounds) {
    ServerProcess.await(rounds + " answers", () -> answered.get() >= rounds);
  }

  /** Kills the server in the middle of it. */
  void kill(ServerProcess server) {
    killed = true;
    server.kill();
  }

  @Override
  public void close() {
    killed = true;
    try {
      for (Thread client : clients) {
        client.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
