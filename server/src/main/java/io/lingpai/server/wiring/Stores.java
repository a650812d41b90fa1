package io.lingpai.server.wiring;

import io.lingpai.jdbc.JdbcStores;
import io.lingpai.jdbc.StoreSettings;
import io.lingpai.problem.CorruptStore;
import io.lingpai.problem.StoreNotUsable;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.problem.WrongMasterKey;
import io.lingpai.secret.MasterKey;
import io.lingpai.secret.Secret;
import io.lingpai.server.config.Configuration;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Opens the store with the master key that belongs to it. */
final class Stores {

  private Stores() {}

  static JdbcStores open(
      Configuration configuration, DataFolder folder, InstantSource clock, RandomGenerator random)
      throws CannotStart {
    Optional<Secret> given = configuration.masterKey();
    boolean fresh = given.isEmpty() && !Files.exists(folder.masterKeyFile());
    MasterKey master =
        given.isPresent()
            ? DataFolder.parse(given.get().reveal(), "master-key")
            : folder.masterKey(random);
    try {
      return JdbcStores.open(
          settings(configuration, folder),
          master,
          clock,
          random,
          Thread.ofPlatform().name("store-", 0).daemon().factory());
    } catch (WrongMasterKey e) {
      // A key made a moment ago for a store that has one already helps nobody the next time.
      if (fresh) {
        folder.remove(folder.masterKeyFile());
      }
      throw new CannotStart(String.valueOf(e.getMessage()), e);
    } catch (StoreUnavailable e) {
      throw new CannotStart(e.getMessage() + whatToCheck(configuration), e);
    } catch (StoreNotUsable | CorruptStore | IllegalArgumentException e) {
      throw new CannotStart(String.valueOf(e.getMessage()), e);
    }
  }

  private static String whatToCheck(Configuration configuration) {
    return configuration.store().url().startsWith("jdbc:")
        ? "; see that the database runs, and check store.url, store.user and store.password"
        : "";
  }

  /** Opens the store as it is, for reading only, beside whatever node may run on it. */
  static JdbcStores glance(
      Configuration configuration, DataFolder folder, InstantSource clock, RandomGenerator random)
      throws CannotStart {
    Optional<Secret> given = configuration.masterKey();
    MasterKey master =
        given.isPresent()
            ? DataFolder.parse(given.get().reveal(), "master-key")
            : folder.knownMasterKey();
    try {
      return JdbcStores.glance(
          settings(configuration, folder),
          master,
          clock,
          random,
          Thread.ofPlatform().name("store-", 0).daemon().factory());
    } catch (WrongMasterKey
        | StoreNotUsable
        | CorruptStore
        | StoreUnavailable
        | IllegalArgumentException e) {
      throw new CannotStart(String.valueOf(e.getMessage()), e);
    }
  }

  static StoreSettings settings(Configuration configuration, DataFolder folder) {
    Configuration.Store store = configuration.store();
    return new StoreSettings(
        store.url(), store.user().orElse(null), store.password().orElse(null), folder.path());
  }
}
