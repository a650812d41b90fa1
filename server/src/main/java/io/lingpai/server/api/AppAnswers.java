package io.lingpai.server.api;

import io.lingpai.app.App;
import io.lingpai.credential.Credential;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.Value;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Subject;
import io.lingpai.secret.Fingerprints;
import io.lingpai.secret.Secret;
import io.lingpai.server.http.Json;
import io.lingpai.server.registry.Registry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How an app is shown: secrets as fingerprints, and beside it the state of its credentials. */
final class AppAnswers {

  /** Settings that are kept as text, separated by commas. */
  private static final Set<String> LISTS = Set.of("redirect_hosts", "permission_sets");

  private final Registry registry;
  private final Keeper keeper;
  private final Fingerprints fingerprints;

  AppAnswers(Registry registry, Keeper keeper, Fingerprints fingerprints) {
    this.registry = registry;
    this.keeper = keeper;
    this.fingerprints = fingerprints;
  }

  Map<String, @Nullable Object> of(App app) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("name", app.name());
    shown.put("platform", app.platform());
    shown.put(AppForm.idField(app), app.vendorId());
    Optional<Trouble> attention = attention(app);
    shown.put("state", state(app, attention));
    shown.put("reason", app.active() ? reason(attention) : app.reason());
    shown.put("what_to_do", attention.map(it -> it.error().whatToDo().english()).orElse(null));
    shown.put("what_to_do_zh", attention.map(it -> it.error().whatToDo().chinese()).orElse(null));
    nested(shown, app.settings(), app.secrets());
    shown.put("keep", app.keep());
    shown.put("sign_domains", app.signDomains());
    shown.put("component", app.component());
    shown.put("declared", app.declared());
    shown.put("credentials", registry.ofApp(app.name()).stream().map(this::credential).toList());
    return shown;
  }

  // `callback.token` is the field `token` of the object `callback`, and `forward.0.url` the field
  // `url` of the first in the list `forward`.
  private void nested(
      Map<String, @Nullable Object> shown,
      Map<String, String> settings,
      Map<String, Secret> secrets) {
    Map<String, String> flat = new TreeMap<>(settings);
    secrets.forEach((name, secret) -> flat.put(name, fingerprints.of(secret)));
    Map<String, Object> callback = new LinkedHashMap<>();
    Map<Integer, Map<String, Object>> forward = new TreeMap<>();
    flat.forEach(
        (name, value) -> {
          if (name.startsWith("callback.")) {
            callback.put(name.substring("callback.".length()), value);
          } else if (name.startsWith(ForwardFields.PREFIX)) {
            String[] parts = name.split("\\.", 3);
            forward
                .computeIfAbsent(Integer.valueOf(parts[1]), unused -> new LinkedHashMap<>())
                .put(parts[2], parts[2].equals("only") ? List.of(value.split(",")) : value);
          } else if (LISTS.contains(name)) {
            shown.put(name, value.isEmpty() ? List.of() : List.of(value.split(",")));
          } else if (name.equals("authorization_heard_at")) {
            Instant heardAt = Instant.ofEpochSecond(Long.parseLong(value));
            shown.put(name, Json.time(heardAt));
          } else {
            shown.put(name, value);
          }
        });
    if (!forward.isEmpty()) {
      shown.put("forward", List.copyOf(forward.values()));
    }
    if (!callback.isEmpty()) {
      shown.put("callback", callback);
    }
  }

  static String state(App app, Optional<Trouble> attention) {
    if (!app.active()) {
      return "disabled";
    }
    return attention.isPresent() ? "attention" : "active";
  }

  private static @Nullable String reason(Optional<Trouble> attention) {
    return attention.map(it -> it.error().said()).orElse(null);
  }

  /** The first trouble that needs a person. */
  Optional<Trouble> attention(App app) {
    List<Trouble> troubles = new ArrayList<>();
    for (Subject subject : registry.ofApp(app.name())) {
      keeper.peek(subject.key()).map(Credential::trouble).ifPresent(troubles::add);
    }
    return troubles.stream()
        .filter(Objects::nonNull)
        .filter(
            trouble ->
                switch (trouble.nature()) {
                  case REFUSED, RISK_PENDING, QUOTA_SPENT -> true;
                  case UNAVAILABLE, UNKNOWN, BLOCKED_BY_PARENT, NOT_READY -> false;
                })
        .findFirst();
  }

  private Map<String, @Nullable Object> credential(Subject subject) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    Credential credential = keeper.peek(subject.key()).orElse(null);
    Instant now = keeper.timeline().now();
    Value value = credential == null ? null : credential.current();
    shown.put("kind", subject.key().kind());
    shown.put("state", credential == null ? "absent" : state(credential, now));
    shown.put("version", credential == null ? 0 : credential.version());
    shown.put("fingerprint", value == null ? null : fingerprints.of(value.secret()));
    shown.put("issued_at", value == null ? null : Json.time(value.askedAt()));
    shown.put("expires_at", value == null ? null : Json.time(value.expiresAt()));
    shown.put("renews_at", value == null ? null : Json.time(value.renewAt()));
    shown.put(
        "last_problem",
        credential == null ? null : Troubles.shown(credential.trouble()).orElse(null));
    shown.put(
        "vendor_calls_today", credential == null ? 0 : credential.tally().on(now).vendorCalls());
    shown.put("foreign_fetches", credential == null ? 0 : credential.tally().foreignFetches());
    return shown;
  }

  static String state(Credential credential, Instant now) {
    Trouble trouble = credential.trouble();
    boolean alive = credential.alive(now) != null;
    if (!alive) {
      return trouble != null && trouble.nature() == Trouble.Nature.REFUSED ? "refused" : "absent";
    }
    if (trouble != null) {
      return "stale";
    }
    return credential.intent() != null ? "renewing" : "current";
  }
}
