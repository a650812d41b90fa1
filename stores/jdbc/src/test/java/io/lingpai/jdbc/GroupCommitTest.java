package io.lingpai.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.problem.StoreUnavailable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds invariant 3, durable before seen, as far as one process can see it. */
class GroupCommitTest {

  @TempDir private Path folder;
  private final AtomicInteger commits = new AtomicInteger();
  private volatile Runnable afterCommit = commits::incrementAndGet;
  private SqliteDatabase database;

  @BeforeEach
  void open() {
    database =
        SqliteDatabase.open(
            folder, InstantSource.system(), SqliteStores.THREADS, () -> afterCommit.run());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void every_connection_syncs_its_log_at_each_commit() {
    assertThat(database.<String>write(connection -> one(connection, "PRAGMA synchronous")))
        .as("FULL")
        .isEqualTo("2");
    assertThat(database.<String>read(connection -> one(connection, "PRAGMA journal_mode")))
        .isEqualTo("wal");
  }

  @Test
  void nobody_is_told_before_the_commit() throws Exception {
    CountDownLatch committed = new CountDownLatch(1);
    CountDownLatch maySay = new CountDownLatch(1);
    afterCommit =
        () -> {
          committed.countDown();
          uninterruptibly(maySay);
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writing = threads.submit(() -> put("a"));
      committed.await();

      assertThat(seenByAnother("a")).isEqualTo("1");
      assertThat(writing.isDone()).isFalse();

      maySay.countDown();
      writing.get();
    }
  }

  @Test
  void whoever_comes_while_another_writes_shares_a_commit() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch gathered = new CountDownLatch(1);
    Thread first =
        Thread.ofPlatform()
            .start(
                () ->
                    database.write(
                        connection -> {
                          begun.countDown();
                          uninterruptibly(gathered);
                          return "held until all others wait";
                        }));
    begun.await();
    List<Thread> others = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      String name = "other-" + i;
      others.add(waitingFor(() -> put(name)));
    }
    gathered.countDown();
    first.join();
    for (Thread other : others) {
      other.join();
    }
    assertThat(seenByAnother("other-%")).isEqualTo("64");
    // One for the first, one for all that waited, and a few should some have waited elsewhere.
    assertThat(commits.get()).isBetween(1, 8);
  }

  @Test
  void sixty_four_virtual_threads_lose_nothing() throws Exception {
    int writers = 64;
    int each = 20;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        String name = "writer-" + i + "-";
        running.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < each; n++) {
                    put(name + n);
                  }
                }));
      }
      for (Future<?> writer : running) {
        writer.get();
      }
    }
    assertThat(seenByAnother("writer-%")).isEqualTo(String.valueOf(writers * each));
    assertThat(commits.get()).isBetween(1, writers * each);
  }

  @Test
  void a_piece_that_fails_is_undone_alone() throws Exception {
    CountDownLatch gathered = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> first =
          threads.submit(
              () ->
                  database.write(
                      connection -> {
                        uninterruptibly(gathered);
                        return "held until the others wait";
                      }));
      Future<?> before = threads.submit(() -> put("before"));
      Future<?> failing =
          threads.submit(
              () ->
                  database.write(
                      connection -> {
                        insert(connection, "half");
                        throw new SQLException("broken on purpose");
                      }));
      Future<?> after = threads.submit(() -> put("after"));
      gathered.countDown();
      first.get();
      before.get();
      after.get();
      assertThatThrownBy(failing::get).hasCauseInstanceOf(StoreUnavailable.class);
    }
    assertThat(seenByAnother("before")).isEqualTo("1");
    assertThat(seenByAnother("half")).isEqualTo("0");
    assertThat(seenByAnother("after")).isEqualTo("1");
  }

  @Test
  void the_keepers_writes_go_before_others() throws Exception {
    List<String> order = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch gathered = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> first =
          threads.submit(
              () ->
                  database.write(
                      connection -> {
                        begun.countDown();
                        uninterruptibly(gathered);
                        return "";
                      }));
      begun.await();
      List<Thread> waiting = new ArrayList<>();
      waiting.add(waitingFor(() -> database.write(connection -> order.add("other"))));
      waiting.add(waitingFor(() -> database.writeFirst(connection -> order.add("keeper"))));
      gathered.countDown();
      first.get();
      for (Thread thread : waiting) {
        thread.join();
      }
    }
    assertThat(order).containsExactly("keeper", "other");
  }

  @Test
  void a_closed_store_says_so() {
    database.close();
    assertThatThrownBy(() -> put("late")).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> database.read(connection -> 1)).isInstanceOf(StoreUnavailable.class);
  }

  private static Thread waitingFor(Runnable work) {
    Thread thread = Thread.ofPlatform().start(work);
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return thread;
  }

  private void put(String name) {
    database.write(
        connection -> {
          insert(connection, name);
          return name;
        });
  }

  private static void insert(Connection connection, String name) throws SQLException {
    try (var insert =
        connection.prepareStatement("INSERT INTO meta (name, value) VALUES (?, '')")) {
      insert.setString(1, name);
      insert.executeUpdate();
    }
  }

  private String seenByAnother(String like) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("lingpai.db"))) {
      return one(connection, "SELECT COUNT(*) FROM meta WHERE name LIKE '" + like + "'");
    }
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
