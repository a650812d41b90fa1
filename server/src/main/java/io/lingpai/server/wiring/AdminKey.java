package io.lingpai.server.wiring;

import io.lingpai.key.ApiKey;
import io.lingpai.key.KeyStore;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.KeyText;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Sees to it that there is a first administrator. */
final class AdminKey {

  private final KeyStore store;
  private final DataFolder folder;
  private final InstantSource clock;
  private final RandomGenerator random;

  AdminKey(KeyStore store, DataFolder folder, InstantSource clock, RandomGenerator random) {
    this.store = store;
    this.folder = folder;
    this.clock = clock;
    this.random = random;
  }

  /** Whether a key was made and written, which whoever starts the server should hear of. */
  boolean ensure(Optional<Secret> configured) throws CannotStart {
    if (configured.isPresent()) {
      add(configured.get(), "admin-key");
      return false;
    }
    Optional<Secret> written = folder.adminKey();
    if (written.isPresent()) {
      add(written.get(), folder.adminKeyFile().toString());
      return false;
    }
    if (hasAdministrator()) {
      return false;
    }
    String key = KeyText.of(KeyText.newId(random), KeyText.newSecret(random));
    folder.writeAdminKey(key);
    add(Secret.of(key), folder.adminKeyFile().toString());
    return true;
  }

  private boolean hasAdministrator() {
    return store.list("", 1000).stream()
        .anyMatch(key -> key.revokedAt() == null && key.grants().contains("admin"));
  }

  private void add(Secret secret, String where) throws CannotStart {
    String key = secret.reveal();
    Optional<String> complaint = KeyText.complaint(key);
    if (complaint.isPresent()) {
      throw new CannotStart(
          "the key from "
              + where
              + " is not `lpk_<id>_<secret>` with a secret of 32 characters or"
              + " more: "
              + complaint.get());
    }
    String id = KeyText.id(key).orElseThrow();
    byte[] hash = KeyText.hash(key);
    Optional<ApiKey> stored = store.find(id);
    if (stored.isEmpty()) {
      store.add(
          new ApiKey(
              id, "admin", hash, List.of("admin"), Map.of(), clock.instant(), null, null, null));
      return;
    }
    if (!MessageDigest.isEqual(stored.get().hash(), hash)) {
      throw new CannotStart(
          "the key from " + where + " has the id of another key in the store; choose another id");
    }
  }
}
