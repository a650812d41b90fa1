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
 * @param networks where the key may be used from
 * @param components gives the component of an app that is an authorizer
 */
public record Caller(
    String keyId,
    String name,
    List<Grant> grants,
    Map<String, String> options,
    Networks networks,
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
        Networks.parse(key.options().getOrDefault("networks", "")),
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

  /** A number among the key's options. */
  public int number(String option, int otherwise) {
    String text = options.get(option);
    return text == null ? otherwise : Integer.parseInt(text);
  }

  public boolean admin() {
    return may(Need.ADMIN);
  }
}
