package io.lingpai.server.callback;

import io.lingpai.app.App;
import io.lingpai.callback.CallbackProtocol;
import io.lingpai.callback.Correspondence;
import io.lingpai.secret.Secret;
import io.lingpai.secret.WebhookSigner;
import io.lingpai.server.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who we write to and how. Keys are prepared once for each app as it is, and again when it changes.
 */
final class Correspondents {

  private final Registry registry;
  private final List<CallbackProtocol> protocols;
  private final Map<String, Prepared> byApp = new ConcurrentHashMap<>();
  private final Map<String, Signing> bySecret = new ConcurrentHashMap<>();

  Correspondents(Registry registry, List<CallbackProtocol> protocols) {
    this.registry = registry;
    this.protocols = List.copyOf(protocols);
  }

  private record Prepared(App app, Correspondence correspondence) {}

  private record Signing(Secret secret, WebhookSigner signer) {}

  /**
   * Where a message was sent to.
   *
   * @param keys the app whose keys authenticate it; null if there is none such
   * @param app the app it is for
   * @param account its id at the vendor
   */
  record Address(@Nullable App keys, @Nullable App app, String account) {}

  /** An app's own address. */
  Address address(String name) {
    App app = registry.app(name).filter(App::active).orElse(null);
    return new Address(app, app, app == null ? "" : app.vendorId());
  }

  /** The address of an account that authorized a platform, whether or not we know of it yet. */
  Address address(String component, String account) {
    App keys = registry.app(component).filter(App::active).orElse(null);
    if (keys == null) {
      return new Address(null, null, "");
    }
    Optional<App> authorizer =
        registry.withVendorId(account).stream()
            .filter(app -> component.equals(app.component()))
            .findFirst();
    return new Address(keys, authorizer.orElse(keys), account);
  }

  /** The app whose keys an app's messages come by: for an authorizer its platform. */
  App keysOf(App app) {
    String component = app.component();
    return component == null ? app : registry.app(component).orElse(app);
  }

  Correspondence of(@Nullable App keys) {
    if (keys == null) {
      return protocols.getFirst().nobody();
    }
    Prepared known = byApp.get(keys.name());
    if (known != null && known.app().equals(keys)) {
      return known.correspondence();
    }
    Correspondence made = protocol(keys).of(keys);
    byApp.put(keys.name(), new Prepared(keys, made));
    return made;
  }

  /** As the target of an app knows it: by its own token and key, if it has some. */
  Correspondence of(App keys, Target target) {
    Secret token = target.token();
    Secret aesKey = target.aesKey();
    return token == null || aesKey == null ? of(keys) : protocol(keys).of(keys, token, aesKey);
  }

  private CallbackProtocol protocol(App app) {
    return protocols.stream()
        .filter(protocol -> protocol.speaksFor(app.platform()))
        .findFirst()
        .orElse(protocols.getFirst());
  }

  /** The signature of a delivery; empty if the target has no secret. */
  String signature(Target target, String id, long seconds, String body) {
    Secret secret = target.secret();
    if (secret == null) {
      return "";
    }
    Signing signing = bySecret.get(target.key());
    if (signing == null || !signing.secret().equals(secret)) {
      signing = new Signing(secret, new WebhookSigner(secret));
      bySecret.put(target.key(), signing);
    }
    return signing.signer().sign(id, seconds, body);
  }
}
