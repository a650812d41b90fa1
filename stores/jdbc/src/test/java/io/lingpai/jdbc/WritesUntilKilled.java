package io.lingpai.jdbc;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.store.Claim;
import io.lingpai.store.CredentialStore;
import io.lingpai.store.CredentialStore.Lease;
import io.lingpai.testkit.Examples;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A program that writes version after version and says so, each time the store has returned.
 *
 * <p>Arguments: the data folder, how many write at once, how many versions each writes.
 */
public final class WritesUntilKilled {

  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

  private WritesUntilKilled() {}

  /** One line is {@code acknowledged app version}. */
  public static void main(String[] arguments) throws InterruptedException {
    int writers = Integer.parseInt(arguments[1]);
    int versions = Integer.parseInt(arguments[2]);
    try (JdbcStores stores = SqliteStores.open(Path.of(arguments[0]), InstantSource.system())) {
      Thread[] threads = new Thread[writers];
      for (int i = 0; i < writers; i++) {
        CredentialKey key = new CredentialKey("app-" + i, "access_token");
        threads[i] =
            Thread.ofVirtual().start(() -> writeVersions(stores.credentials(), key, versions));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static void writeVersions(CredentialStore store, CredentialKey key, int howMany) {
    store.create(Examples.dueAt(key.app(), key.kind(), null));
    Claim claim = claim(store, key);
    long first = claim.credential().version() + 1;
    for (long version = first; version < first + howMany; version++) {
      Credential next = Examples.issued(claim.credential(), key.app() + "-" + version, version);
      if (store.write(claim, next, Lease.KEEP, List.of())) {
        say("acknowledged " + key.app() + " " + version + "\n");
      }
    }
  }

  /** The lease of the one killed before ends within a millisecond. */
  private static Claim claim(CredentialStore store, CredentialKey key) {
    Optional<Claim> claim = Optional.empty();
    while (claim.isEmpty()) {
      claim = store.claim(key, () -> UUID.randomUUID().toString(), Duration.ofMillis(1));
    }
    return claim.get();
  }

  private static void say(String line) {
    try {
      OUT.write(line.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
