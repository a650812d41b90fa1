package io.lingpai.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.credential.Credential;
import io.lingpai.problem.StoreNotUsable;
import io.lingpai.problem.WrongMasterKey;
import io.lingpai.secret.MasterKey;
import io.lingpai.testkit.Examples;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking at a store that may belong to a running node. */
class GlanceTest {

  private static final InstantSource CLOCK = InstantSource.system();
  @TempDir private Path folder;

  @Test
  void one_may_look_at_an_embedded_store_while_a_node_writes_to_it() {
    Credential first = Examples.full("shop", "access_token", Instant.now());
    Credential second = Examples.full("news", "access_token", Instant.now());
    try (JdbcStores stores = SqliteStores.open(folder, CLOCK)) {
      stores.credentials().create(first);
      try (JdbcStores looking = glance(StoreSettings.embedded(folder), SqliteStores.MASTER)) {
        assertThat(looking.credentials().find(first.key())).contains(first);
        stores.credentials().create(second);
        assertThat(looking.credentials().find(second.key())).contains(second);
        assertThatThrownBy(() -> looking.credentials().create(first))
            .isInstanceOf(UnsupportedOperationException.class);
      }
    }
    try (JdbcStores looking = glance(StoreSettings.embedded(folder), SqliteStores.MASTER)) {
      assertThat(looking.credentials().find(second.key())).contains(second);
    }
  }

  @Test
  void looking_at_nothing_makes_nothing() {
    assertThatThrownBy(() -> glance(StoreSettings.embedded(folder), SqliteStores.MASTER))
        .isInstanceOf(StoreNotUsable.class)
        .hasMessageContaining("there is no store");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void an_empty_store_is_not_made_ready() throws SQLException {
    try (Connection empty =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("lingpai.db"));
        Statement statement = empty.createStatement()) {
      statement.execute("PRAGMA user_version = 1");
    }
    StoreSettings postgres = Postgres.freshDatabase();

    for (StoreSettings settings : new StoreSettings[] {StoreSettings.embedded(folder), postgres}) {
      assertThatThrownBy(() -> glance(settings, SqliteStores.MASTER))
          .isInstanceOf(StoreNotUsable.class)
          .hasMessageContaining("no server has been started");
    }
  }

  @Test
  void looking_takes_the_stores_own_master_key_only() {
    byte[] other = new byte[32];
    other[0] = 1;
    SqliteStores.open(folder, CLOCK).close();

    assertThatThrownBy(() -> glance(StoreSettings.embedded(folder), MasterKey.of(other)))
        .isInstanceOf(WrongMasterKey.class);
  }

  @Test
  void a_database_server_is_looked_at_as_well() {
    StoreSettings settings = Postgres.freshDatabase();
    Credential credential = Examples.full("shop", "access_token", Instant.now());
    try (JdbcStores stores = Postgres.open(settings)) {
      stores.credentials().create(credential);

      try (JdbcStores looking = glance(settings, SqliteStores.MASTER)) {
        assertThat(looking.credentials().find(credential.key())).contains(credential);
      }
    }
  }

  @Test
  void a_folder_is_in_use_only_while_a_process_has_it_open() throws Exception {
    assertThat(JdbcStores.mayBeInUse(StoreSettings.embedded(folder))).isFalse();

    SqliteStores.open(folder, CLOCK).close();
    assertThat(JdbcStores.mayBeInUse(StoreSettings.embedded(folder))).isFalse();

    try (JdbcStores stores = SqliteStores.open(folder, CLOCK)) {
      assertThat(stores.check()).isEmpty();
      assertThat(JdbcStores.mayBeInUse(StoreSettings.embedded(folder))).isTrue();
    }
  }

  private static JdbcStores glance(StoreSettings settings, MasterKey master) {
    return JdbcStores.glance(
        settings, master, CLOCK, new SecureRandom(), Thread.ofPlatform().daemon().factory());
  }
}
