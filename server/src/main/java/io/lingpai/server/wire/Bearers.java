package io.lingpai.server.wire;

import io.lingpai.app.App;
import io.lingpai.server.access.Caller;
import io.lingpai.server.access.Grant;
import io.lingpai.server.access.KeyRing;
import io.lingpai.server.access.KeyText;
import io.lingpai.server.access.Need;
import io.lingpai.server.registry.Registry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who calls on the wire surface: by a key that stands for a secret, or by a virtual token. */
public final class Bearers {

  private static final String TOKEN = "access_token";

  private final Registry registry;
  private final KeyRing ring;
  private final VirtualTokens tokens;

  public Bearers(Registry registry, KeyRing ring, VirtualTokens tokens) {
    this.registry = registry;
    this.ring = ring;
    this.tokens = tokens;
  }

  /** A caller, and the app they call for. */
  public record Bearer(Caller caller, App app) {}

  /**
   * Who holds a virtual token.
   *
   * @param mayBlock whether the store may be asked about a key or an app that this node has not
   *     heard of
   * @return null where only the store can tell and may not be asked
   * @throws WireRefusal if the token is dead, or never was one
   */
  public @Nullable Bearer ofToken(String token, String peer, boolean mayBlock) {
    VirtualTokens.Owner owner = tokens.owner(token).orElseThrow(WireRefusal::deadToken);
    return of(owner.keyId(), owner.app(), peer, mayBlock);
  }

  /** The same for something else that names key and app, and has been proven. */
  public @Nullable Bearer of(String keyId, String app, String peer, boolean mayBlock) {
    Optional<Caller> caller = ring.holder(keyId);
    if (caller.isEmpty() && !mayBlock) {
      return null;
    }
    Caller known = caller.or(() -> ring.findHolder(keyId)).orElseThrow(WireRefusal::deadToken);
    if (!known.networks().allow(peer)) {
      throw WireRefusal.deadToken();
    }
    if (registry.app(app).isEmpty()) {
      if (!mayBlock) {
        return null;
      }
      registry.hearOf(app);
    }
    App of = registry.app(app).filter(App::active).orElseThrow(WireRefusal::deadToken);
    return new Bearer(known, of);
  }

  /**
   * Who presents a key where a secret belongs.
   *
   * @return null where only the store can tell and may not be asked
   */
  public @Nullable Caller ofKey(String key, String peer, boolean mayBlock) {
    String id = KeyText.id(key).orElseThrow(WireRefusal::invalidSecret);
    Optional<Caller> found = ring.known(key, id);
    if (found.isEmpty() && !mayBlock) {
      return null;
    }
    Caller caller = found.or(() -> ring.find(key, id)).orElseThrow(WireRefusal::invalidSecret);
    if (!caller.networks().allow(peer)) {
      throw WireRefusal.invalidSecret();
    }
    // An administrator's key in an SDK's configuration would be lost with the first log line.
    if (caller.admin()) {
      throw new WireRefusal(
          40125, "invalid appsecret: a key with the grant admin is not taken here");
    }
    return caller;
  }

  /** Whether it can be told from memory who has this id at the vendor. */
  private boolean heardOf(String vendorId, boolean mayBlock) {
    if (mayBlock) {
      registry.hearOfVendorId(vendorId);
    }
    return mayBlock || !registry.withVendorId(vendorId).isEmpty();
  }

  /**
   * An account, by the vendor's id, that stands by its authorization of this platform.
   *
   * @return null where only the store can tell and may not be asked
   */
  public @Nullable App account(App platform, String appid, boolean mayBlock) {
    if (!heardOf(appid, mayBlock)) {
      return null;
    }
    return registry.withVendorId(appid).stream()
        .filter(app -> platform.name().equals(app.component()) && app.active())
        .findFirst()
        .orElseThrow(WireRefusal::notAuthorized);
  }

  /**
   * The one app of this id at the vendor that the key may use.
   *
   * @param platforms the vendor's platforms, or what their names begin with
   * @return null where only the store can tell and may not be asked
   */
  public @Nullable App app(Caller caller, String appid, String platforms, boolean mayBlock) {
    if (!heardOf(appid, mayBlock)) {
      return null;
    }
    List<App> candidates =
        registry.withVendorId(appid).stream()
            .filter(App::active)
            .filter(app -> app.platform().startsWith(platforms))
            .filter(
                app ->
                    caller.may(Need.read(app.name(), TOKEN))
                        || caller.mayAny(Grant.Action.PROXY, app.name()))
            .toList();
    if (candidates.size() == 1) {
      return candidates.getFirst();
    }
    throw WireRefusal.invalidAppid();
  }
}
