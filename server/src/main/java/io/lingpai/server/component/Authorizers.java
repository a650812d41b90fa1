package io.lingpai.server.component;

import io.lingpai.app.App;
import io.lingpai.app.AppStore;
import io.lingpai.authorization.PlatformApp.Account;
import io.lingpai.authorization.PlatformApp.Grant;
import io.lingpai.credential.CredentialKey;
import io.lingpai.keeper.Keeper;
import io.lingpai.platform.Issuance.Issued;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.Trail;
import io.lingpai.server.registry.Registry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Accounts that authorized a platform, as apps of ours: named by the vendor's id, disabled when the
 * account withdraws, active again when it authorizes anew. What the vendor says is ordered by the
 * vendor's own time: an older word never undoes a newer one.
 */
final class Authorizers {

  static final String WITHDRAWN = "the account withdrew its authorization";

  /** The vendor's time, in seconds, of the newest that was heard about the authorization. */
  private static final String HEARD_AT = "authorization_heard_at";

  private static final String PERMISSIONS = "permission_sets";
  private static final String TOKEN = "access_token";
  private static final int ATTEMPTS = 5;
  private static final int REMOVED_AT_ONCE = 500;

  private final AppStore store;
  private final Registry registry;
  private final Keeper keeper;
  private final Trail trail;

  Authorizers(AppStore store, Registry registry, Keeper keeper, Trail trail) {
    this.store = store;
    this.registry = registry;
    this.keeper = keeper;
    this.trail = trail;
  }

  /** An account's app, whoever it authorized. */
  Optional<App> find(App platform, String account) {
    return store
        .find(nameOf(account))
        .filter(app -> platform.name().equals(app.component()) && app.vendorId().equals(account))
        .map(this::known);
  }

  /** Another node may have taken it in a moment ago. */
  private App known(App app) {
    registry.put(app);
    return app;
  }

  /**
   * The account stands by its authorization, as of a time.
   *
   * @param asOf the vendor's
   * @return nothing if the name or the account is taken by an app of another sort
   */
  Optional<App> admit(App platform, Account account, Instant asOf) {
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<App> known = find(platform, account.account());
      if (known.isEmpty()) {
        App fresh = fresh(platform, account, asOf);
        if (store.add(fresh)) {
          registry.put(fresh);
          note("authorizer.add", platform, fresh);
          return Optional.of(fresh);
        }
        if (find(platform, account.account()).isEmpty()) {
          return Optional.empty();
        }
        continue;
      }
      Optional<App> changed =
          replaced(known.get(), app -> asOf(described(app, platform, account), asOf, true));
      if (changed.isPresent()) {
        return changed;
      }
    }
    throw new IllegalStateException(account.account() + " changes all the time");
  }

  /**
   * What came with an authorization: both values, stored before anything else is done with them.
   */
  void entrust(App authorizer, @Nullable Issued tokens, Instant askedAt) {
    if (tokens != null) {
      keeper.arrivals().issued(new CredentialKey(authorizer.name(), TOKEN), tokens, askedAt);
    }
  }

  /** The vendor named a partner. True if it was another than the one we had. */
  boolean entrust(App authorizer, Secret partner, Instant askedAt) {
    CredentialKey key = new CredentialKey(authorizer.name(), TOKEN);
    var known = keeper.peek(key).map(credential -> credential.usablePartner()).orElse(null);
    if (known != null && known.secret().equals(partner)) {
      return false;
    }
    keeper.arrivals().named(key, partner, askedAt);
    return true;
  }

  /** The vendor said at this time that the account stands by its authorization. */
  void standsAsOf(App app, Instant at) {
    Optional<App> unused = replaced(app, known -> asOf(known, at, true));
  }

  /** The account withdrew, at the vendor's time. */
  void withdraw(App platform, String account, Instant at) {
    find(platform, account)
        .flatMap(app -> replaced(app, known -> asOf(known, at, false)))
        .ifPresent(app -> note("authorizer.withdraw", platform, app));
  }

  /**
   * Removes accounts whose platform was removed: nobody can refresh their tokens any more. Some at
   * a time; what a crash leaves, the next call finds.
   */
  void removeOrphans() {
    List<String> orphans =
        registry.apps().stream()
            .filter(app -> app.component() != null && !registered(app.component()))
            .map(App::name)
            .limit(REMOVED_AT_ONCE)
            .toList();
    for (String name : orphans.isEmpty() ? orphans : store.removeAll(orphans)) {
      registry.forget(name);
      trail.noteOurs("app.remove", name, "its platform was removed");
    }
  }

  /** This node may not have heard yet of a platform whose accounts it has heard of. */
  private boolean registered(String platform) {
    return registry.app(platform).isPresent() || store.find(platform).isPresent();
  }

  /** Those that stand by their authorization, by the vendor's id. */
  List<App> standing(App platform) {
    return registry.apps().stream()
        .filter(app -> platform.name().equals(app.component()) && app.active())
        .toList();
  }

  /** When the vendor last spoke of it. */
  static Instant heardAt(App app) {
    return Instant.ofEpochSecond(Long.parseLong(app.setting(HEARD_AT, "0")));
  }

  private Optional<App> replaced(App known, UnaryOperator<App> change) {
    App current = known;
    for (int i = 0; i < ATTEMPTS; i++) {
      App next = change.apply(current);
      if (next.equals(current)) {
        return Optional.of(current);
      }
      if (store.replace(next)) {
        App stored = next.withRevision(next.revision() + 1);
        registry.put(stored);
        if (stored.active() && !current.active()) {
          keeper.reconsider(stored.name());
        }
        return Optional.of(stored);
      }
      Optional<App> again = store.find(known.name());
      if (again.isEmpty()) {
        return Optional.empty();
      }
      current = again.get();
    }
    return Optional.empty();
  }

  /** The app as the vendor's word leaves it, unless a newer one has been heard. */
  private static App asOf(App app, Instant at, boolean stands) {
    Instant heard = heardAt(app);
    if (at.isBefore(heard)) {
      return app;
    }
    Map<String, String> settings = new HashMap<>(app.settings());
    settings.put(HEARD_AT, Long.toString(at.getEpochSecond()));
    App heardOf = app.withSettings(settings);
    if (!stands) {
      return heardOf.active() ? heardOf.withState(App.State.DISABLED, WITHDRAWN) : heardOf;
    }
    boolean withdrawn = WITHDRAWN.equals(heardOf.reason());
    return withdrawn ? heardOf.withState(App.State.ACTIVE, null) : heardOf;
  }

  private static App described(App app, App platform, Account account) {
    Map<String, String> settings = new HashMap<>(app.settings());
    settings.putAll(settings(platform, account));
    return app.withSettings(settings).withPlatform(account.platform());
  }

  private static Map<String, String> settings(App platform, Account account) {
    Map<String, String> settings = new HashMap<>(account.about());
    settings.put("component_appid", platform.vendorId());
    settings.put(PERMISSIONS, String.join(",", account.permissions()));
    return settings;
  }

  private static App fresh(App platform, Account account, Instant asOf) {
    Map<String, String> settings = new HashMap<>(settings(platform, account));
    settings.put(HEARD_AT, Long.toString(asOf.getEpochSecond()));
    return new App(
        nameOf(account.account()),
        account.platform(),
        account.account(),
        settings,
        Map.of(),
        null,
        List.of(),
        platform.name(),
        App.State.ACTIVE,
        null,
        false,
        1);
  }

  /** Names are narrower than vendors' ids. */
  static String nameOf(String account) {
    String name = account.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    return name.substring(0, Math.min(64, name.length()));
  }

  /** What an exchange told, where the vendor would not describe the account. */
  static Account bare(Grant grant, String platform) {
    return new Account(grant.account(), platform, Map.of(), grant.permissions(), null);
  }

  private void note(String action, App platform, App app) {
    trail.noteOurs(action, app.name(), platform.name());
  }
}
