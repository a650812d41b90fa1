package io.lingpai.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.app.App;
import io.lingpai.audit.AuditLog;
import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.problem.CorruptStore;
import io.lingpai.secret.Secret;
import io.lingpai.store.CredentialStore;
import io.lingpai.testkit.Examples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Someone else can read and write the file, but has no master key. Holds invariant 9. */
class TamperingTest {

  private static final String CANARY = "canary-value-never-in-clear";
  @TempDir private Path folder;
  private JdbcStores stores;

  @BeforeEach
  void open() {
    stores = SqliteStores.open(folder, InstantSource.system());
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void no_secret_lies_in_the_data_folder_in_clear() throws IOException {
    CredentialStore credentials = stores.credentials();
    Credential first = Examples.dueAt("shop", "access_token", Instant.now().minusSeconds(1));
    credentials.create(Examples.issued(first, CANARY + "-value", 1).dueAt(first.dueAt()));
    var claim = credentials.claimDue(() -> "h", 1, Duration.ofSeconds(9)).getFirst();
    Credential next =
        claim
            .credential()
            .succeededBy(Examples.issued(first, CANARY + "-next", 2).current(), Instant.now());
    credentials.write(claim, next, CredentialStore.Lease.RELEASE, List.of());
    stores.apps().add(App.of("shop", "wechat-official", "wx1", Secret.of(CANARY + "-secret")));

    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(bytes).as(file.toString()).doesNotContain(CANARY);
      }
    }
  }

  @Test
  void values_swapped_between_rows_are_told_and_hold_nobody_else_back() throws SQLException {
    Instant due = Instant.now().minusSeconds(1);
    for (String app : new String[] {"a", "b", "honest"}) {
      Credential credential = Examples.dueAt(app, "access_token", due);
      stores.credentials().create(Examples.issued(credential, app, 1).dueAt(credential.dueAt()));
    }
    execute("CREATE TABLE copy AS SELECT app, current_sealed FROM credential");
    execute(
        "UPDATE credential SET current_sealed = (SELECT current_sealed FROM copy"
            + " WHERE copy.app = CASE credential.app WHEN 'a' THEN 'b' ELSE 'a' END)"
            + " WHERE app IN ('a', 'b')");

    CredentialKey swapped = new CredentialKey("a", "access_token");
    assertThatThrownBy(() -> stores.credentials().find(swapped))
        .isInstanceOf(CorruptStore.class)
        .hasMessageContaining("credential|a|access_token|current");
    assertThat(stores.credentials().claimDue(() -> "h", 9, Duration.ofSeconds(9)))
        .extracting(claim -> claim.credential().key().app())
        .containsExactly("honest");
    assertThat(stores.credentials().changesAfter(0, 9).changed())
        .extracting(credential -> credential.key().app())
        .containsExactly("honest");
  }

  @Test
  void secrets_of_one_app_do_not_open_as_those_of_another() throws SQLException {
    stores.apps().add(App.of("a", "wechat-official", "wx1", Secret.of("one")));
    stores.apps().add(App.of("b", "wechat-official", "wx2", Secret.of("two")));
    execute(
        "UPDATE app SET secrets_sealed = (SELECT secrets_sealed FROM app WHERE name = 'b')"
            + " WHERE name = 'a'");

    assertThatThrownBy(() -> stores.apps().find("a")).isInstanceOf(CorruptStore.class);
    assertThat(stores.apps().changesAfter(0).changed()).extracting(App::name).containsExactly("b");
  }

  @Test
  void an_altered_audit_entry_shows() throws SQLException {
    fiveEntries();
    execute("UPDATE audit SET subject = 'nothing' WHERE id = 3");
    assertThat(stores.audit().firstBroken()).contains(3L);
  }

  @Test
  void a_removed_audit_entry_shows() throws SQLException {
    fiveEntries();
    execute("DELETE FROM audit WHERE id = 2");
    assertThat(stores.audit().firstBroken()).contains(3L);
  }

  @Test
  void audit_entries_cut_off_the_end_show() throws SQLException {
    fiveEntries();
    execute("DELETE FROM audit WHERE id >= 4");
    assertThat(stores.audit().firstBroken()).contains(4L);
  }

  private void fiveEntries() {
    AuditLog log = stores.audit();
    for (int i = 1; i <= 5; i++) {
      log.append(Instant.now(), "key", "app.create", "app-" + i, "");
    }
    assertThat(log.firstBroken()).isEmpty();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("lingpai.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
