package io.lingpai.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.credential.CredentialKey;
import io.lingpai.store.Claim;
import io.lingpai.store.CredentialStore;
import io.lingpai.testkit.Examples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Two nodes on one PostgreSQL. Holds invariant 1, one valid lease for each credential. */
class TwoNodesTest {

  private static final Duration LEASE = Duration.ofMinutes(1);

  @Test
  void two_nodes_that_claim_at_once_never_claim_the_same() throws Exception {
    StoreSettings settings = Postgres.freshDatabase();
    int credentials = 150;
    try (JdbcStores one = Postgres.open(settings);
        JdbcStores two = Postgres.open(settings);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Instant due = one.credentials().now().minusSeconds(1);
      for (int i = 0; i < credentials; i++) {
        one.credentials().create(Examples.dueAt("app-" + i, "access_token", due));
      }

      List<Future<List<CredentialKey>>> claiming = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        CredentialStore node = i % 2 == 0 ? one.credentials() : two.credentials();
        claiming.add(threads.submit(() -> claimAll(node)));
      }
      List<CredentialKey> claimed = new ArrayList<>();
      for (Future<List<CredentialKey>> each : claiming) {
        claimed.addAll(each.get());
      }

      assertThat(claimed).doesNotHaveDuplicates().hasSize(credentials);
    }
  }

  @Test
  void of_many_that_claim_one_credential_one_gets_it() throws Exception {
    StoreSettings settings = Postgres.freshDatabase();
    try (JdbcStores one = Postgres.open(settings);
        JdbcStores two = Postgres.open(settings);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CredentialKey key = new CredentialKey("shop", "access_token");
      one.credentials().create(Examples.dueAt("shop", "access_token", null));

      List<Future<Boolean>> claiming = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        CredentialStore node = i % 2 == 0 ? one.credentials() : two.credentials();
        claiming.add(
            threads.submit(() -> node.claim(key, TwoNodesTest::holder, LEASE).isPresent()));
      }
      int won = 0;
      for (Future<Boolean> each : claiming) {
        won += each.get() ? 1 : 0;
      }

      assertThat(won).isEqualTo(1);
    }
  }

  private static List<CredentialKey> claimAll(CredentialStore node) {
    List<CredentialKey> claimed = new ArrayList<>();
    List<Claim> some = node.claimDue(TwoNodesTest::holder, 5, LEASE);
    while (!some.isEmpty()) {
      some.forEach(claim -> claimed.add(claim.credential().key()));
      some = node.claimDue(TwoNodesTest::holder, 5, LEASE);
    }
    return claimed;
  }

  private static String holder() {
    return UUID.randomUUID().toString();
  }
}
