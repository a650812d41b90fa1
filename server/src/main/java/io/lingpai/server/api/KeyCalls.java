package io.lingpai.server.api;

import io.lingpai.key.ApiKey;
import io.lingpai.key.KeyStore;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Caller;
import io.lingpai.server.access.Grant;
import io.lingpai.server.access.KeyRing;
import io.lingpai.server.access.KeyText;
import io.lingpai.server.access.Need;
import io.lingpai.server.access.Networks;
import io.lingpai.server.access.Trail;
import io.lingpai.server.config.DurationText;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Page;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import io.lingpai.server.problem.Sort;
import io.lingpai.store.IdempotencyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Keys: made, listed, revoked. A key is shown in the answer that makes it and never again. */
public final class KeyCalls {

  private static final int LONGEST_NAME = 100;
  private static final int DAYS_AT_MOST = 36_500;

  private final KeyStore store;
  private final KeyRing ring;
  private final IdempotencyStore idempotency;
  private final Authorization authorization;
  private final Trail trail;
  private final InstantSource clock;
  private final RandomGenerator random;

  public KeyCalls(
      KeyStore store,
      KeyRing ring,
      IdempotencyStore idempotency,
      Authorization authorization,
      Trail trail,
      InstantSource clock,
      RandomGenerator random) {
    this.store = store;
    this.ring = ring;
    this.idempotency = idempotency;
    this.authorization = authorization;
    this.trail = trail;
    this.clock = clock;
    this.random = random;
  }

  public List<Route> routes() {
    Route.Gate admin = authorization.needs(request -> Need.ADMIN);
    return List.of(
        Route.gated("GET", "/api/v1/keys", "admin", admin, this::list),
        Route.gated("POST", "/api/v1/keys", "admin", admin, this::create),
        Route.gated("DELETE", "/api/v1/keys/{id}", "admin", admin, this::revoke));
  }

  private Answer list(Request request) {
    Page page = Page.of(request);
    List<ApiKey> keys = store.list(page.after(), page.limit() + 1);
    return page.answer("keys", keys, ApiKey::id, KeyCalls::shown);
  }

  private Answer create(Request request) {
    Fields fields = Fields.of(request);
    String name = name(fields);
    List<String> grants = grants(fields);
    Map<String, String> options = options(fields);
    Optional<Duration> life = life(fields);
    fields.nothingElse();

    Instant now = clock.instant();
    String id = id(request, now);
    Optional<ApiKey> before = store.find(id);
    if (before.isPresent()) {
      return Json.answer(201, shown(before.get())).with("location", "/api/v1/keys/" + id);
    }
    String text = KeyText.of(id, KeyText.newSecret(random));
    ApiKey key =
        new ApiKey(
            id,
            name,
            KeyText.hash(text),
            grants,
            options,
            now,
            life.map(now::plus).orElse(null),
            null,
            null);
    if (!store.add(key)) {
      throw Problem.of(
              Sort.CONFLICT, "the key was made by another call meanwhile; send this one again")
          .refusal();
    }
    ring.add(key);
    trail.note(request, "key.create", id, name + " " + grants);
    Map<String, @Nullable Object> answer = shown(key);
    answer.put("key", text);
    return Json.answer(201, answer).with("location", "/api/v1/keys/" + id);
  }

  private String id(Request request, Instant now) {
    String proposed = KeyText.newId(random);
    String idempotencyKey = request.header("idempotency-key");
    if (idempotencyKey == null || idempotencyKey.isEmpty()) {
      return proposed;
    }
    if (idempotencyKey.length() > 255) {
      throw Problem.malformed("Idempotency-Key", "expected at most 255 characters").refusal();
    }
    String keyId = request.caller(Caller.class).keyId();
    return idempotency.idFor(keyId, "keys " + idempotencyKey, proposed, now);
  }

  private static String name(Fields fields) {
    String name = fields.required("name");
    if (name.length() > LONGEST_NAME) {
      throw fields.wrong("name", "expected at most " + LONGEST_NAME + " characters");
    }
    // It stands in metrics, in the audit and in tables.
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw fields.wrong("name", "expected one line without control characters");
    }
    return name;
  }

  private static List<String> grants(Fields fields) {
    List<String> grants = fields.texts("grants").orElse(List.of());
    if (grants.isEmpty()) {
      throw fields.wrong("grants", "expected at least one, such as read:shop/access_token");
    }
    try {
      grants.forEach(Grant::parse);
    } catch (IllegalArgumentException e) {
      throw fields.wrong("grants", String.valueOf(e.getMessage()));
    }
    return grants;
  }

  /** How long the key lives, told in seconds or in words; for ever if it is not told. */
  private static Optional<Duration> life(Fields fields) {
    Optional<Duration> life =
        fields.isNumber("expires_in")
            ? fields.number("expires_in").map(Duration::ofSeconds)
            : fields.text("expires_in").map(text -> duration(fields, text));
    if (life.isPresent() && (life.get().isZero() || life.get().toDays() > DAYS_AT_MOST)) {
      throw notALife(fields);
    }
    return life;
  }

  private static Duration duration(Fields fields, String text) {
    try {
      return DurationText.parse(text);
    } catch (IllegalArgumentException e) {
      throw notALife(fields);
    }
  }

  private static Refusal notALife(Fields fields) {
    return fields.wrong("expires_in", "expected a duration such as 12h, or seconds");
  }

  private static Map<String, String> options(Fields fields) {
    Map<String, String> options = new HashMap<>();
    fields
        .text("wire_tokens")
        .ifPresent(
            tokens -> {
              if (!Set.of("virtual", "real").contains(tokens)) {
                throw fields.wrong("wire_tokens", "expected virtual or real");
              }
              options.put("wire_tokens", tokens);
            });
    fields.number("budget").ifPresent(budget -> options.put("budget", Long.toString(budget)));
    fields
        .texts("networks")
        .map(networks -> String.join(",", networks))
        .ifPresent(networks -> options.put("networks", judged(fields, networks)));
    return options;
  }

  private static String judged(Fields fields, String networks) {
    try {
      Networks.parse(networks);
      return networks;
    } catch (IllegalArgumentException e) {
      throw fields.wrong("networks", "expected addresses such as 10.0.0.0/8 or 192.0.2.7");
    }
  }

  private Answer revoke(Request request) {
    String id = request.variable("id");
    if (!store.revoke(id, clock.instant())) {
      throw Problem.notFound("there is no key of this id").refusal();
    }
    ring.forget(id);
    trail.note(request, "key.revoke", id, "");
    return Answer.empty(204);
  }

  private static Map<String, @Nullable Object> shown(ApiKey key) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", key.id());
    shown.put("name", key.name());
    shown.put("grants", key.grants());
    key.options().forEach((name, option) -> shown.put(name, shown(name, option)));
    shown.put("created_at", Json.time(key.createdAt()));
    shown.put("expires_at", Json.timeIfAny(key.expiresAt()));
    shown.put("last_used_at", Json.timeIfAny(key.lastUsedAt()));
    shown.put("revoked_at", Json.timeIfAny(key.revokedAt()));
    return shown;
  }

  private static Object shown(String option, String value) {
    return switch (option) {
      case "budget" -> Long.parseLong(value);
      case "networks" -> List.of(value.split(","));
      default -> value;
    };
  }
}
