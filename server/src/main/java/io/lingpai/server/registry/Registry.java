package io.lingpai.server.registry;

import io.lingpai.app.App;
import io.lingpai.app.AppStore;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Kind;
import io.lingpai.keeper.Subject;
import io.lingpai.keeper.Subjects;
import io.lingpai.platform.Platform;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * This node's copy of the apps, so that a read costs no store read. What the keeper wants to know
 * of a credential is worked out once, when the app changes.
 */
public final class Registry implements Subjects {

  private final AppStore store;
  private final Map<String, Platform> platforms;
  private final Consumer<App> onChange;
  private final Map<String, App> byName = new ConcurrentHashMap<>();
  private final Map<CredentialKey, Subject> subjects = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> namesByVendorId = new ConcurrentHashMap<>();
  private final ReentrantLock looking = new ReentrantLock();
  private final AtomicLong looks = new AtomicLong();
  private long position;
  private volatile boolean awaitsAccounts;

  /**
   * @param onChange hears of every app that is new here or changed, after this knows it
   */
  public Registry(AppStore store, Collection<Platform> platforms, Consumer<App> onChange) {
    this.store = store;
    this.platforms =
        platforms.stream().collect(Collectors.toUnmodifiableMap(Platform::name, it -> it));
    this.onChange = onChange;
  }

  /** Reads what has changed; to be called about every second. Blocks. */
  public void listen() {
    looking.lock();
    try {
      looks.incrementAndGet();
      AppStore.AppChanges changes = store.changesAfter(position);
      changes.removed().forEach(this::forget);
      changes.changed().forEach(this::put);
      position = changes.position();
    } finally {
      looking.unlock();
    }
  }

  /**
   * Knows an app from here on if any node has taken it in: whoever added it on one node finds it on
   * every other. Blocks if it is not known here.
   */
  public void hearOf(String name) {
    if (!byName.containsKey(name)) {
      catchUp();
    }
  }

  /** The same for all apps with this id at the vendor. Blocks if none is known here. */
  public void hearOfVendorId(String vendorId) {
    if (!namesByVendorId.containsKey(vendorId)) {
      catchUp();
    }
  }

  /** Reads what has changed, once for all who miss something at the same time. */
  private void catchUp() {
    long before = looks.get();
    looking.lock();
    try {
      // A look that began after this was called has seen all that this could.
      if (looks.get() == before) {
        listen();
      }
    } finally {
      looking.unlock();
    }
  }

  /** Takes over an app that was written here a moment ago. */
  public synchronized void put(App app) {
    App before = byName.get(app.name());
    if (before != null && before.revision() >= app.revision()) {
      return;
    }
    byName.put(app.name(), app);
    namesByVendorId
        .computeIfAbsent(app.vendorId(), unused -> ConcurrentHashMap.newKeySet())
        .add(app.name());
    Platform platform = platforms.get(app.platform());
    List<Subject> now = platform == null ? List.of() : work(app, platform);
    // The new before the old is gone: a read in between must not find that there is no such kind.
    now.forEach(subject -> subjects.put(subject.key(), subject));
    if (before != null) {
      forgetSubjects(before, now.stream().map(Subject::key).toList());
    }
    onChange.accept(app);
  }

  /** Forgets an app that was removed. */
  public synchronized void forget(String name) {
    App before = byName.remove(name);
    if (before != null) {
      forgetSubjects(before, List.of());
      namesByVendorId.computeIfPresent(
          before.vendorId(),
          (unused, names) -> {
            names.remove(name);
            return names.isEmpty() ? null : names;
          });
    }
  }

  private void forgetSubjects(App app, List<CredentialKey> except) {
    Platform platform = platforms.get(app.platform());
    if (platform != null) {
      platform.kinds(app).stream()
          .map(kind -> new CredentialKey(app.name(), kind.name()))
          .filter(key -> !except.contains(key))
          .forEach(subjects::remove);
    }
  }

  private static List<Subject> work(App app, Platform platform) {
    List<Kind> kinds = platform.kinds(app);
    List<String> keep = app.keep() == null ? platform.keptByDefault(app) : app.keep();
    List<Subject> subjects = new ArrayList<>();
    for (Kind kind : kinds) {
      CredentialKey key = new CredentialKey(app.name(), kind.name());
      List<CredentialKey> children =
          kinds.stream()
              .map(child -> new CredentialKey(app.name(), child.name()))
              .filter(child -> key.equals(parent(app, kinds, child)))
              .toList();
      subjects.add(
          new Subject(
              key, app, kind, platform, parent(app, kind), children, keep.contains(kind.name())));
    }
    return subjects;
  }

  private static @Nullable CredentialKey parent(App app, List<Kind> kinds, CredentialKey child) {
    return kinds.stream()
        .filter(kind -> kind.name().equals(child.kind()))
        .findFirst()
        .map(kind -> parent(app, kind))
        .orElse(null);
  }

  private static @Nullable CredentialKey parent(App app, Kind kind) {
    return switch (kind.source()) {
      case Kind.Source.AppSecret secret -> null;
      case Kind.Source.Pushed pushed -> null;
      case Kind.Source.Parent parent -> new CredentialKey(app.name(), parent.kind());
      case Kind.Source.ComponentParent parent -> ofComponent(app, parent.kind());
      case Kind.Source.OwnPartner partner -> ofComponent(app, partner.kind());
    };
  }

  private static @Nullable CredentialKey ofComponent(App app, String kind) {
    return app.component() == null ? null : new CredentialKey(app.component(), kind);
  }

  @Override
  public Optional<Subject> find(CredentialKey key) {
    return Optional.ofNullable(subjects.get(key));
  }

  @Override
  public List<Subject> ofApp(String app) {
    App known = byName.get(app);
    Platform platform = known == null ? null : platforms.get(known.platform());
    if (known == null || platform == null) {
      return List.of();
    }
    return platform.kinds(known).stream()
        .map(kind -> subjects.get(new CredentialKey(app, kind.name())))
        .filter(Objects::nonNull)
        .toList();
  }

  public Optional<App> app(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public Collection<App> apps() {
    return List.copyOf(byName.values());
  }

  /** Apps with this id at the vendor; there may be several, on several platforms. */
  public List<App> withVendorId(String vendorId) {
    return namesByVendorId.getOrDefault(vendorId, Set.of()).stream()
        .map(byName::get)
        .filter(app -> app != null && app.vendorId().equals(vendorId))
        .toList();
  }

  /**
   * Whether a platform may have accounts that nobody here has heard of, because its list was never
   * read: then an app that is not there may come by itself.
   */
  public boolean awaitsAccounts() {
    return awaitsAccounts;
  }

  public void awaitAccounts(boolean unheardOf) {
    awaitsAccounts = unheardOf;
  }

  /** The component an authorizer belongs to. */
  public @Nullable String component(String app) {
    App known = byName.get(app);
    return known == null ? null : known.component();
  }

  /** All platforms, by name. */
  public Map<String, Platform> platforms() {
    return platforms;
  }
}
