package io.lingpai.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.credential.Credential;
import io.lingpai.problem.CorruptStore;
import io.lingpai.problem.StoreNotUsable;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.problem.WrongMasterKey;
import io.lingpai.secret.MasterKey;
import io.lingpai.secret.Secret;
import io.lingpai.testkit.Examples;
import io.lingpai.testkit.FreePort;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What someone is told who starts on a store that cannot be used. */
class OpeningTest {

  private static final InstantSource CLOCK = InstantSource.system();
  @TempDir private Path folder;

  @Test
  void what_was_stored_is_there_after_a_restart() {
    Credential full = Examples.full("shop", "access_token", Instant.now());
    try (JdbcStores stores = SqliteStores.open(folder, CLOCK)) {
      stores.credentials().create(full);
    }
    try (JdbcStores stores = SqliteStores.open(folder, CLOCK)) {
      assertThat(stores.credentials().find(full.key())).contains(full);
      assertThat(stores.check()).isEmpty();
    }
  }

  @Test
  void another_master_key_is_refused_and_changes_nothing() {
    byte[] other = new byte[32];
    other[0] = 1;
    MasterKey wrong = MasterKey.of(other);
    SqliteStores.open(folder, CLOCK).close();

    assertThatThrownBy(() -> SqliteStores.open(folder, CLOCK, wrong))
        .isInstanceOf(WrongMasterKey.class)
        .hasMessageContaining(wrong.mark())
        .hasMessageContaining(SqliteStores.MASTER.mark())
        .hasMessageContaining("LINGPAI_MASTER_KEY");
    SqliteStores.open(folder, CLOCK).close();
  }

  @Test
  void a_file_that_is_no_database_is_told_with_its_path_and_a_remedy() throws IOException {
    Files.writeString(folder.resolve("lingpai.db"), "garbage".repeat(1000));
    assertThatThrownBy(() -> SqliteStores.open(folder, CLOCK))
        .isInstanceOf(CorruptStore.class)
        .hasMessageContaining(folder.resolve("lingpai.db").toString())
        .hasMessageContaining("backup");
  }

  @Test
  void a_damaged_database_is_told_at_start() throws IOException {
    try (JdbcStores stores = SqliteStores.open(folder, CLOCK)) {
      for (int i = 0; i < 50; i++) {
        stores.credentials().create(Examples.full("app-" + i, "access_token", Instant.now()));
      }
    }
    Path file = folder.resolve("lingpai.db");
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 8192, bytes.length - 4096, (byte) 0x5a);
    Files.write(file, bytes);

    assertThatThrownBy(() -> SqliteStores.open(folder, CLOCK))
        .isInstanceOf(CorruptStore.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void a_folder_that_cannot_be_made_is_told() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> SqliteStores.open(file.resolve("data"), CLOCK))
        .isInstanceOf(StoreNotUsable.class)
        .hasMessageContaining(file.resolve("data").toString())
        .hasMessageContaining("cannot be written");
  }

  @Test
  void a_folder_in_use_is_told() {
    JdbcStores first = SqliteStores.open(folder, CLOCK);
    assertThatThrownBy(() -> SqliteStores.open(folder, CLOCK))
        .isInstanceOf(StoreNotUsable.class)
        .hasMessageContaining("another Lingpai");
    first.close();
    SqliteStores.open(folder, CLOCK).close();
  }

  @Test
  void a_store_of_a_newer_release_is_left_alone() throws SQLException {
    SqliteStores.open(folder, CLOCK).close();
    execute(
        "INSERT INTO schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success)"
            + " VALUES (99, '99', 'x', 'SQL', 'x', 'x', 1, 1)");
    assertThatThrownBy(() -> SqliteStores.open(folder, CLOCK))
        .isInstanceOf(StoreNotUsable.class)
        .hasMessageContaining("newer release");
  }

  @Test
  void a_dead_database_server_is_told_within_seconds() throws IOException {
    int port = FreePort.next();
    StoreSettings settings =
        new StoreSettings(
            "jdbc:postgresql://127.0.0.1:" + port + "/none", "u", Secret.of("hidden"), folder);
    Instant begin = Instant.now();

    assertThatThrownBy(() -> Postgres.open(settings))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("refused")
        .hasMessageNotContaining("hidden");

    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void a_database_server_that_never_answers_is_told_within_seconds() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      StoreSettings settings =
          new StoreSettings(
              "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/none", "u", null, folder);
      Instant begin = Instant.now();

      assertThatThrownBy(() -> Postgres.open(settings)).isInstanceOf(StoreUnavailable.class);

      assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void another_kind_of_address_is_told_without_its_password() {
    assertThatThrownBy(() -> new StoreSettings("jdbc:oracle://u:hidden@host/x", null, null, folder))
        .hasMessageContaining("jdbc:oracle:")
        .hasMessageContaining("expected: embedded or jdbc:postgresql:")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void every_folder_of_migrations_ends_with_the_version_this_release_knows() {
    for (Dialect dialect : Dialect.values()) {
      String next = "/V" + (Migrations.NEWEST + 1) + "__";
      assertThat(resource(dialect.migrations() + "/V1__first_schema.sql")).isTrue();
      assertThat(resource(dialect.migrations() + next)).isFalse();
    }
  }

  private static boolean resource(String name) {
    return OpeningTest.class.getClassLoader().getResource(name) != null;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("lingpai.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
