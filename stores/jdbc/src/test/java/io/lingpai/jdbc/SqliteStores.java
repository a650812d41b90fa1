package io.lingpai.jdbc;

import io.lingpai.secret.MasterKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;

/** Opens embedded stores for tests. */
final class SqliteStores {

  static final MasterKey MASTER = MasterKey.of(new byte[32]);
  static final ThreadFactory THREADS = Thread.ofPlatform().daemon().name("store-", 0).factory();

  private SqliteStores() {}

  static JdbcStores open(Path folder, InstantSource clock) {
    return open(folder, clock, MASTER);
  }

  static JdbcStores open(Path folder, InstantSource clock, MasterKey master) {
    return JdbcStores.open(
        StoreSettings.embedded(folder), master, clock, new SecureRandom(), THREADS);
  }
}
