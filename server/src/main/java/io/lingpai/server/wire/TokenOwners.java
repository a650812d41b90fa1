package io.lingpai.server.wire;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Value;
import io.lingpai.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Finds the app that a real token belongs to, among those this node has heard of. */
public final class TokenOwners {

  private static final String TOKEN = "access_token";

  private final Map<Secret, CredentialKey> owners = new ConcurrentHashMap<>();
  private final Map<CredentialKey, List<Secret>> known = new ConcurrentHashMap<>();

  /** Hears of a new version. Does not block. */
  public void arrived(Credential credential) {
    CredentialKey key = credential.key();
    if (!key.kind().equals(TOKEN)) {
      return;
    }
    List<Secret> now =
        Stream.of(credential.current(), credential.previous())
            .flatMap(Stream::ofNullable)
            .map(Value::secret)
            .toList();
    now.forEach(secret -> owners.put(secret, key));
    List<Secret> before = known.put(key, now);
    if (before != null) {
      before.stream().filter(secret -> !now.contains(secret)).forEach(owners::remove);
    }
  }

  /** Whose it is, or lately was. */
  Optional<CredentialKey> of(Secret token) {
    return Optional.ofNullable(owners.get(token));
  }
}
