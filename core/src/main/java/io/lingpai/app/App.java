package io.lingpai.app;

import io.lingpai.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One account at one vendor, as Lingpai knows it.
 *
 * @param name our name for it, {@code [a-z0-9-]{1,64}}
 * @param platform the platform that speaks for it, such as {@code wechat-official}
 * @param vendorId the id the vendor gave it ({@code appid}, {@code app_key}, {@code corp_id})
 * @param settings what is not secret, by the configuration's own names, such as {@code token_mode}
 * @param secrets what is: {@code secret}, {@code callback.token}, {@code callback.aes_key} …
 * @param keep kinds kept warm without being asked; {@code null} leaves it to the platform
 * @param signDomains if not empty, only pages on these domains are signed
 * @param component for an authorizer, the name of the platform app it authorized
 * @param state whether it is served
 * @param reason why it is disabled, for people; {@code null} while active
 * @param declared it comes from the configuration file and cannot be changed through the API
 * @param revision counts changes; a write names the revision it was made from
 */
public record App(
    String name,
    String platform,
    String vendorId,
    Map<String, String> settings,
    Map<String, Secret> secrets,
    @Nullable List<String> keep,
    List<String> signDomains,
    @Nullable String component,
    State state,
    @Nullable String reason,
    boolean declared,
    long revision) {

  /** Whether an app is served. */
  public enum State {
    ACTIVE,
    DISABLED
  }

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

  public App {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name: " + name + " (expected: 1 to 64 of a-z, 0-9 and -)");
    }
    if (vendorId.isEmpty()) {
      throw new IllegalArgumentException("the vendor's id of " + name + " is empty");
    }
    settings = Map.copyOf(settings);
    secrets = Map.copyOf(secrets);
    keep = keep == null ? null : List.copyOf(keep);
    signDomains = List.copyOf(signDomains);
  }

  /** An active app with nothing but its id and secret. */
  public static App of(String name, String platform, String vendorId, Secret secret) {
    return new App(
        name,
        platform,
        vendorId,
        Map.of(),
        Map.of("secret", secret),
        null,
        List.of(),
        null,
        State.ACTIVE,
        null,
        false,
        1);
  }

  public boolean active() {
    return state == State.ACTIVE;
  }

  public Optional<Secret> secret(String which) {
    return Optional.ofNullable(secrets.get(which));
  }

  public String setting(String which, String otherwise) {
    return settings.getOrDefault(which, otherwise);
  }

  /** The same account, of another sort than was thought. */
  public App withPlatform(String changed) {
    return with(changed, settings, secrets, keep, signDomains, state, reason, revision);
  }

  public App withSettings(Map<String, String> changed) {
    return with(platform, changed, secrets, keep, signDomains, state, reason, revision);
  }

  public App withSecrets(Map<String, Secret> changed) {
    return with(platform, settings, changed, keep, signDomains, state, reason, revision);
  }

  public App withKeep(@Nullable List<String> kinds) {
    return with(platform, settings, secrets, kinds, signDomains, state, reason, revision);
  }

  public App withSignDomains(List<String> domains) {
    return with(platform, settings, secrets, keep, domains, state, reason, revision);
  }

  public App withState(State changed, @Nullable String why) {
    return with(platform, settings, secrets, keep, signDomains, changed, why, revision);
  }

  public App withRevision(long changed) {
    return with(platform, settings, secrets, keep, signDomains, state, reason, changed);
  }

  private App with(
      String platform,
      Map<String, String> settings,
      Map<String, Secret> secrets,
      @Nullable List<String> keep,
      List<String> signDomains,
      State state,
      @Nullable String reason,
      long revision) {
    return new App(
        name,
        platform,
        vendorId,
        settings,
        secrets,
        keep,
        signDomains,
        component,
        state,
        reason,
        declared,
        revision);
  }
}
