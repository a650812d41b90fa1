package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What this node remembers of the store. Reads take no lock. */
final class Copies {

  private static final Duration A_PAGE_MAY_BE_OLD = Duration.ofSeconds(30);

  private final ConcurrentHashMap<CredentialKey, Credential> byKey = new ConcurrentHashMap<>();
  private final Consumer<Credential> onNewVersion;

  Copies(Consumer<Credential> onNewVersion) {
    this.onNewVersion = onNewVersion;
  }

  @Nullable Credential get(CredentialKey key) {
    return byKey.get(key);
  }

  /**
   * Takes over what the store holds. A page of the change feed that was read before a write of our
   * own may arrive after it: for as long as that can be, an older version replaces no newer one.
   * After that it does, since an app that was removed and added again counts from one again.
   */
  void put(Credential credential, Instant now) {
    boolean[] newer = {false};
    byKey.compute(
        credential.key(),
        (key, before) -> {
          if (before != null && overtaken(credential, before, now)) {
            return before;
          }
          newer[0] = before == null || before.version() != credential.version();
          return credential;
        });
    if (newer[0]) {
      onNewVersion.accept(credential);
    }
  }

  private static boolean overtaken(Credential credential, Credential by, Instant now) {
    Value current = by.current();
    return current != null
        && by.version() > credential.version()
        && now.isBefore(current.answeredAt().plus(A_PAGE_MAY_BE_OLD));
  }

  void remove(CredentialKey key) {
    byKey.remove(key);
  }
}
