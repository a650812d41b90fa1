package io.lingpai.server.component;

import io.lingpai.app.App;
import io.lingpai.authorization.Attempt;
import io.lingpai.authorization.AuthorizationStore;
import io.lingpai.authorization.PlatformApp;
import io.lingpai.authorization.PlatformApp.Asked;
import io.lingpai.authorization.PlatformApp.Beginning;
import io.lingpai.authorization.PlatformApp.Device;
import io.lingpai.keeper.Keeper;
import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Authorizations that somebody began and that have not come back. */
final class Attempts {

  private final AuthorizationStore store;
  private final PlatformApp vendor;
  private final PlatformCalls calls;
  private final Keeper keeper;
  private final Function<Secret, String> opened;
  private final Supplier<String> secrets;

  Attempts(
      AuthorizationStore store,
      PlatformApp vendor,
      PlatformCalls calls,
      Keeper keeper,
      Function<Secret, String> opened,
      Supplier<String> secrets) {
    this.store = store;
    this.vendor = vendor;
    this.calls = calls;
    this.keeper = keeper;
    this.opened = opened;
    this.secrets = secrets;
  }

  /** One that has begun: its state goes to the vendor and comes back with the browser. */
  record Begun(String state, Instant expiresAt) {
    @Override
    public String toString() {
      return "Begun[" + expiresAt + "]";
    }
  }

  /**
   * One that is found again.
   *
   * @param binding what the browser holds that opened its page
   */
  record Open(
      String stateHash,
      Secret beginning,
      Asked asked,
      String binding,
      String redirectUrl,
      Optional<String> state,
      Instant expiresAt) {
    @Override
    public String toString() {
      return "Open[" + expiresAt + "]";
    }
  }

  /** Begins one; it dies with the vendor's own code for it. */
  Finding<Begun> begin(App platform, Asked asked, URI redirectUrl, Optional<String> state) {
    Instant askedAt = keeper.timeline().now();
    Finding<Beginning> beginning =
        calls.asPlatform(
            platform, token -> vendor.begin(platform, token, PlatformCalls.ANSWER_WITHIN));
    return switch (beginning) {
      case Finding.Found<Beginning>(Beginning found) -> {
        String ours = secrets.get();
        Instant end = askedAt.plus(found.validFor());
        Map<String, Secret> content = new HashMap<>();
        content.put("beginning", found.code());
        content.put("binding", Secret.of(secrets.get()));
        content.put("redirect_url", Secret.of(redirectUrl.toString()));
        content.put("types", Secret.of(asked.types()));
        asked.account().ifPresent(account -> content.put("account", Secret.of(account)));
        state.ifPresent(theirs -> content.put("state", Secret.of(theirs)));
        store.begin(new Attempt(Hashes.of(ours), platform.name(), content, end));
        yield new Finding.Found<>(new Begun(ours, end));
      }
      case Finding.NotThisOne<Beginning>(var why) -> new Finding.NotThisOne<>(why);
      case Finding.AppRefused<Beginning>(var why) -> new Finding.AppRefused<>(why);
      case Finding.TooMany<Beginning>(var why, var in) -> new Finding.TooMany<>(why, in);
      case Finding.TokenDead<Beginning>(var why) -> new Finding.TokenDead<>(why);
      case Finding.Unavailable<Beginning>(var why, var done) ->
          new Finding.Unavailable<>(why, done);
    };
  }

  /** The one with this state, if it was begun for this platform and lives. */
  Optional<Open> find(App platform, String state) {
    Instant now = keeper.timeline().now();
    return store
        .find(Hashes.of(state))
        .filter(attempt -> attempt.platform().equals(platform.name()))
        .filter(attempt -> now.isBefore(attempt.expiresAt()))
        .map(this::open);
  }

  private Open open(Attempt attempt) {
    return new Open(
        attempt.stateHash(),
        attempt.content().getOrDefault("beginning", Secret.of("?")),
        new Asked(part(attempt, "types").orElse("any"), part(attempt, "account")),
        part(attempt, "binding").orElseThrow(),
        part(attempt, "redirect_url").orElseThrow(),
        part(attempt, "state"),
        attempt.expiresAt());
  }

  private Optional<String> part(Attempt attempt, String name) {
    return Optional.ofNullable(attempt.content().get(name)).map(opened);
  }

  /** It has come back, which it may do once. */
  boolean comeBack(Open attempt) {
    return store.comeBack(attempt.stateHash());
  }

  URI vendorsPage(App platform, Open attempt, Device device, URI comeBack) {
    return vendor.page(platform, attempt.beginning(), attempt.asked(), device, comeBack);
  }
}
