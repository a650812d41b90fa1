package io.lingpai.event;

import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Trouble;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a credential. Log, metrics, audit, alerts and the event stream are all
 * readers of these; nothing here is secret.
 */
public sealed interface Happening {

  CredentialKey key();

  Instant at();

  /** Why a value was asked for. */
  enum Cause {
    PLANNED,
    REHEARSAL,
    DEMAND,
    SUSPICION,
    ADMINISTRATOR,
    SETTLEMENT
  }

  /** The vendor gave a value; {@code changed} is false if it is the one we had. */
  record Renewed(
      CredentialKey key,
      Instant at,
      long version,
      String fingerprint,
      Instant expiresAt,
      boolean changed,
      Cause cause,
      Duration took)
      implements Happening {}

  /** The vendor was asked and gave no value. */
  record NotRenewed(CredentialKey key, Instant at, Trouble trouble, Cause cause)
      implements Happening {}

  /** An answer that came back under an outdated lease was taken over as the newest value. */
  record LateAnswerAdopted(CredentialKey key, Instant at, long version) implements Happening {}

  /** A value that another program had fetched became ours, without a call to the vendor. */
  record TakenOver(
      CredentialKey key, Instant at, long version, String fingerprint, Instant expiresAt)
      implements Happening {}

  /** A check settled a suspicion; {@code dead} is null if it proved nothing. */
  record Checked(CredentialKey key, Instant at, @Nullable Boolean dead) implements Happening {}

  /** A value died early without our doing: another program fetches for itself. */
  record ForeignFetch(CredentialKey key, Instant at, long version, long inAll)
      implements Happening {}

  /** An authorization brought a value, and what it is refreshed with. */
  record Entrusted(CredentialKey key, Instant at, long version, String fingerprint)
      implements Happening {}

  /** The vendor pushed a value. */
  record Arrived(CredentialKey key, Instant at, long version, String fingerprint, Instant sentAt)
      implements Happening {}

  /**
   * The vendor has pushed nothing for too long, and was asked to begin again.
   *
   * @param since when the last one came, or when one was first missed
   */
  record PushesSilent(CredentialKey key, Instant at, Instant since) implements Happening {}

  /** What a credential was refreshed with was lost or refused, and has been found again. */
  record PartnerRecovered(CredentialKey key, Instant at) implements Happening {}

  /** The store could not be reached. */
  record StoreLost(CredentialKey key, Instant at, String message) implements Happening {}
}
