package io.lingpai.server.wire;

import io.lingpai.app.App;
import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Value;
import io.lingpai.keeper.Grounds;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Reading;
import io.lingpai.keeper.Subject;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.Caller;
import io.lingpai.server.access.KeyRing;
import io.lingpai.server.access.Need;
import io.lingpai.server.api.CredentialCalls;
import io.lingpai.server.api.Suspicions;
import io.lingpai.server.api.Waits;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Request;
import io.lingpai.server.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Real values as SDKs are given them: with a life that is safe to trust, and with an ear for the
 * complaints that SDKs cannot put into words.
 */
public final class WireValues {

  /** Below this much left, a request waits a moment for the renewal that must be near. */
  private static final Duration WAIT_BELOW = Duration.ofMinutes(5);

  private static final Duration WAIT_AT_MOST = Duration.ofSeconds(2);
  private static final Duration SHORT_LIFE = Duration.ofHours(1);
  private static final Duration WHOLE_PROMISE = Duration.ofDays(1);

  private final Registry registry;
  private final Keeper keeper;
  private final CredentialCalls credentials;
  private final Suspicions suspicions;
  private final Waits waits;
  private final TokenOwners owners;
  private final Told told;

  public WireValues(
      Registry registry,
      Keeper keeper,
      CredentialCalls credentials,
      Suspicions suspicions,
      Waits waits,
      TokenOwners owners,
      InstantSource clock) {
    this.registry = registry;
    this.keeper = keeper;
    this.credentials = credentials;
    this.suspicions = suspicions;
    this.waits = waits;
    this.owners = owners;
    this.told = new Told(clock);
  }

  /** A value and the life it is told with. */
  record Given(Secret secret, long seconds) {

    /**
     * An answer that holds both.
     *
     * @param form of {@link String#format}, with the value in quotes first and the seconds second
     */
    String in(String form) {
      return String.format(Locale.ROOT, form, Json.revealed(secret), seconds);
    }
  }

  Given token(Request request, Caller caller, CredentialKey key, boolean forced)
      throws InterruptedException {
    Subject subject = registry.find(key).orElseThrow(WireRefusal::invalidAppid);
    Reading reading = credentials.reading(subject);
    long version = reading.value().version();
    if (forced || told.asksAgain(caller.keyId(), request.peer(), key, version)) {
      suspicions.voice(caller, key, reading.value().secret(), Grounds.HINT);
    }
    Reading now = nearRenewal(request, subject);
    long seconds = seconds(now);
    told.tell(caller.keyId(), request.peer(), key, now.value().version(), seconds);
    return new Given(now.value().secret(), seconds);
  }

  Given ticket(Request request, CredentialKey key) throws InterruptedException {
    Subject subject = registry.find(key).orElseThrow(WireRefusal::unauthorized);
    Reading reading = nearRenewal(request, subject);
    return new Given(reading.value().secret(), seconds(reading));
  }

  private Reading nearRenewal(Request request, Subject subject) throws InterruptedException {
    Reading reading = whole(subject);
    boolean shortLife = reading.value().life().compareTo(SHORT_LIFE) < 0;
    if (shortLife || reading.freshFor().compareTo(WAIT_BELOW) >= 0) {
      return reading;
    }
    long version = reading.value().version();
    waits.await(
        subject.key(),
        request,
        WAIT_AT_MOST,
        () -> keeper.peek(subject.key()).map(Credential::version).orElse(0L) > version);
    return whole(subject);
  }

  // A promise without the native API's bound of five minutes: SDKs cannot be told to ask sooner.
  private Reading whole(Subject subject) throws InterruptedException {
    Reading reading = credentials.reading(subject);
    return keeper.read(subject.key(), WHOLE_PROMISE).orElse(reading);
  }

  // Never zero: some SDKs then keep the value for ever.
  private static long seconds(Reading reading) {
    return Math.max(1, reading.freshFor().toSeconds());
  }

  /** Whose token this is: the current one, or the one before while its overlap lasts. */
  Optional<CredentialKey> holding(Secret token) {
    Instant now = keeper.timeline().now();
    return owners
        .of(token)
        .filter(key -> registry.app(key.app()).filter(App::active).isPresent())
        .filter(key -> keeper.peek(key).filter(it -> holds(it, token, now)).isPresent());
  }

  private static boolean holds(Credential credential, Secret token, Instant now) {
    Value current = credential.alive(now);
    if (current != null && current.secret().equals(token)) {
      return true;
    }
    Value previous = credential.previous();
    Instant until = credential.previousUntil();
    return previous != null
        && until != null
        && now.isBefore(until)
        && previous.secret().equals(token);
  }

  /**
   * Whether the holder of a real token may have a ticket. The token alone does not say which key it
   * was handed to; where we know, one of those keys must be granted the ticket. Where we do not (it
   * was handed out by another node), possession of the token is enough: with it the ticket could be
   * had from the vendor just as well.
   */
  boolean mayHave(CredentialKey token, String kind, KeyRing ring) {
    long version = keeper.peek(token).map(Credential::version).orElse(0L);
    Set<String> holders = told.holders(token, version);
    return holders.isEmpty()
        || holders.stream()
            .flatMap(id -> ring.holder(id).stream())
            .anyMatch(caller -> caller.may(Need.read(token.app(), kind)));
  }
}
