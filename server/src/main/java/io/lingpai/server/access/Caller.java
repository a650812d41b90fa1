package io.lingpai.server.access;

import io.lingpai.key.ApiKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whose key we know.
 *
 * @param components gives the component of an app that is an authorizer
 */
public record Caller(
    String keyId,
    String name,
    List<Grant> grants,
    Map<String, String> options,
    @Nullable Instant expiresAt,
    Function<String, @Nullable String> components) {

  public Caller {
    grants = List.copyOf(grants);
    options = Map.copyOf(options);
  }

  static Caller of(ApiKey key, Function<String, @Nullable String> components) {
    return new Caller(
        key.id(),
        key.name(),
        key.grants().stream().map(Grant::parse).toList(),
        key.options(),
        key.expiresAt(),
        components);
  }

  public boolean may(Need need) {
    for (Grant grant : grants) {
      if (grant.allows(need, null)) {
        return true;
      }
    }
    String component = need.app().isEmpty() ? null : components.apply(need.app());
    return component != null && grants.stream().anyMatch(grant -> grant.allows(need, component));
  }

  public boolean admin() {
    return may(Need.ADMIN);
  }
}
