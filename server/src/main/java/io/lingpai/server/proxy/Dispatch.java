package io.lingpai.server.proxy;

import io.lingpai.credential.CredentialKey;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Reading;
import io.lingpai.keeper.Subject;
import io.lingpai.secret.Secret;
import io.lingpai.server.api.CredentialCalls;
import io.lingpai.server.api.Suspicions;
import io.lingpai.server.http.Outgoing;
import io.lingpai.server.http.Request;
import io.lingpai.server.registry.Registry;
import io.lingpai.server.wire.Bearers.Bearer;
import io.lingpai.server.wire.WireRefusal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is the same in every call that is passed on, whoever the vendor is. */
public final class Dispatch {

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);

  private final Registry registry;
  private final Keeper keeper;
  private final CredentialCalls credentials;
  private final Suspicions suspicions;
  private final Healing healing;
  private final Spending spending;

  public Dispatch(
      Registry registry,
      Keeper keeper,
      CredentialCalls credentials,
      Suspicions suspicions,
      Spending spending) {
    this.registry = registry;
    this.keeper = keeper;
    this.credentials = credentials;
    this.suspicions = suspicions;
    this.healing = new Healing(keeper, this::obtained);
    this.spending = spending;
  }

  /** The value to send; null where it must be waited for and that may not be. */
  @Nullable Secret current(CredentialKey key, boolean mayBlock) {
    Optional<Reading> reading = keeper.read(key, LONG_ENOUGH);
    if (reading.isPresent() || !mayBlock) {
      return reading.map(it -> it.value().secret()).orElse(null);
    }
    return obtained(key);
  }

  private Secret obtained(CredentialKey key) {
    Subject subject = registry.find(key).orElseThrow(WireRefusal::unauthorized);
    try {
      return credentials.reading(subject).value().secret();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WireRefusal(-1, "system error");
    }
  }

  /** A call that carries this credential, and can carry another value of it. */
  VendorCall.Tokened tokened(
      CredentialKey key, Bearer bearer, String path, Function<Secret, Outgoing> with) {
    return new VendorCall.Tokened(
        new FalseAlarms.Place(key, bearer.caller().keyId(), path),
        healing,
        with,
        value -> suspicions.alive(key, value));
  }

  /** The call is made from here on, and counts. */
  VendorCall begun(
      Dialect dialect,
      Request request,
      String path,
      Bearer bearer,
      Outgoing first,
      VendorCall.@Nullable Tokened tokened,
      @Nullable UnaryOperator<byte[]> rewriting,
      boolean repeatable) {
    spending.begin(bearer.caller(), bearer.app().name());
    return new VendorCall(
        dialect,
        request,
        first,
        tokened,
        rewriting,
        repeatable,
        (outcome, ending) ->
            spending.ended(bearer.caller(), bearer.app().name(), path, outcome, ending));
  }

  /** A call was refused here. */
  void refused(Who who, int code) {
    spending.refused(who.key, who.app, code);
  }

  /** Who called for what, as far as is known when a call is refused. */
  static final class Who {
    private String key = "";
    private String app = "";

    void is(Bearer bearer) {
      key = bearer.caller().name();
      app = bearer.app().name();
    }
  }
}
