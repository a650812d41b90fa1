package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What this node remembers of the store. Reads take no lock. */
final class Copies {

  private final ConcurrentHashMap<CredentialKey, Credential> byKey = new ConcurrentHashMap<>();
  private final Consumer<Credential> onNewVersion;

  Copies(Consumer<Credential> onNewVersion) {
    this.onNewVersion = onNewVersion;
  }

  @Nullable Credential get(CredentialKey key) {
    return byKey.get(key);
  }

  /**
   * Takes over what the store holds. An older version never replaces a newer one: a page of the
   * change feed that was read before a write of our own may arrive after it.
   */
  void put(Credential credential) {
    boolean[] newer = {false};
    byKey.compute(
        credential.key(),
        (key, before) -> {
          if (before != null && before.version() > credential.version()) {
            return before;
          }
          newer[0] = before == null || before.version() < credential.version();
          return credential;
        });
    if (newer[0]) {
      onNewVersion.accept(credential);
    }
  }

  void remove(CredentialKey key) {
    byKey.remove(key);
  }

  int size() {
    return byKey.size();
  }
}
