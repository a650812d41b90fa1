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

  /** Whether this key may do something of this kind with an app, however little. */
  public boolean mayAny(Grant.Action action, String app) {
    String component = components.apply(app);
    return grants.stream().anyMatch(grant -> grant.concerns(action, app, component));
  }

  /** Whether a grant of this key names this very path; one that covers many does not. */
  public boolean mayByName(Need need) {
    String component = components.apply(need.app());
    return grants.stream().anyMatch(grant -> grant.names(need, component));
  }

  /** A choice made for this key, or the one made for all. */
  public String option(String option, String otherwise) {
    return options.getOrDefault(option, otherwise);
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
