package io.lingpai.server.wire;

import io.lingpai.app.App;
import io.lingpai.credential.CredentialKey;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.Caller;
import io.lingpai.server.access.Grant;
import io.lingpai.server.access.KeyRing;
import io.lingpai.server.access.Need;
import io.lingpai.server.http.Request;
import io.lingpai.server.registry.Registry;
import io.lingpai.server.wire.Bearers.Bearer;
import io.lingpai.server.wire.WireCalls.Note;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a key of ours is given where the vendor's secret would be: tokens, and tickets for them. */
public final class WireTokens {

  private static final String TOKEN = "access_token";

  private final Registry registry;
  private final KeyRing ring;
  private final Bearers bearers;
  private final VirtualTokens virtual;
  private final WireValues values;
  private final String usualTokens;

  /**
   * @param usualTokens {@code virtual} or {@code real}, for keys that do not say
   */
  public WireTokens(
      Registry registry,
      KeyRing ring,
      Bearers bearers,
      VirtualTokens virtual,
      WireValues values,
      String usualTokens) {
    this.registry = registry;
    this.ring = ring;
    this.bearers = bearers;
    this.virtual = virtual;
    this.values = values;
    this.usualTokens = usualTokens;
  }

  /**
   * The names that a host has for an app's id and secret.
   *
   * @param platforms the vendor's platforms, or what their names begin with
   */
  record Names(String id, String secret, String platforms) {}

  /** Who presents a key in the secret's place, and for which app. */
  Bearer bearer(
      Request request, Note note, Names names, @Nullable String id, @Nullable String secret) {
    if (id == null || id.isEmpty()) {
      throw WireRefusal.missing(41002, names.id);
    }
    if (secret == null || secret.isEmpty()) {
      throw WireRefusal.missing(41004, names.secret);
    }
    Caller caller = Objects.requireNonNull(bearers.ofKey(secret, request.peer(), true));
    note.by(caller);
    App app = Objects.requireNonNull(bearers.app(caller, id, names.platforms, true));
    note.about(app);
    return new Bearer(caller, app);
  }

  /**
   * A token, which costs the vendor nothing unless one is due.
   *
   * @param forced whether the caller says that the one it has is dead
   */
  WireValues.Given token(Request request, Bearer bearer, boolean forced)
      throws InterruptedException {
    Caller caller = bearer.caller();
    String app = bearer.app().name();
    if (givenVirtual(caller, app)) {
      return new WireValues.Given(
          virtual.issue(caller.keyId(), app), virtual.lifeFor(caller.expiresAt()));
    }
    return values.token(request, caller, new CredentialKey(app, TOKEN), forced);
  }

  /** The real value is for keys that call the vendor themselves, and that may read it. */
  private boolean givenVirtual(Caller caller, String app) {
    boolean reads = caller.may(Need.read(app, TOKEN));
    boolean real = caller.option("wire_tokens", usualTokens).equals("real");
    return caller.mayAny(Grant.Action.PROXY, app) && !(real && reads);
  }

  /**
   * The ticket that the holder of a token may have.
   *
   * @param path the call's own, for grants
   * @param platforms the vendor's platforms, or what their names begin with
   */
  WireValues.Given ticket(
      Request request,
      Note note,
      @Nullable String token,
      String kind,
      String path,
      String platforms)
      throws InterruptedException {
    if (token == null || token.isEmpty()) {
      throw WireRefusal.missing(41001, TOKEN);
    }
    App app =
        token.startsWith(VirtualTokens.PREFIX)
            ? ofVirtual(request, note, token, kind, path)
            : ofReal(note, Secret.of(token), kind);
    if (!app.platform().startsWith(platforms)) {
      throw WireRefusal.deadToken();
    }
    return values.ticket(request, new CredentialKey(app.name(), kind));
  }

  private App ofVirtual(Request request, Note note, String token, String kind, String path) {
    Bearer bearer = Objects.requireNonNull(bearers.ofToken(token, request.peer(), true));
    String app = bearer.app().name();
    note.by(bearer.caller());
    note.about(bearer.app());
    boolean may =
        bearer.caller().may(new Need(Grant.Action.PROXY, app, path))
            || bearer.caller().may(Need.read(app, kind));
    if (!may) {
      throw WireRefusal.unauthorized();
    }
    return bearer.app();
  }

  private App ofReal(Note note, Secret token, String kind) {
    CredentialKey held = values.holding(token).orElseThrow(WireRefusal::deadToken);
    App app = registry.app(held.app()).orElseThrow(WireRefusal::deadToken);
    note.about(app);
    if (!values.mayHave(held, kind, ring)) {
      throw WireRefusal.unauthorized();
    }
    return app;
  }
}
