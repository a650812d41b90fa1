package io.lingpai.store;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Where credentials are kept: the only truth, of which nodes hold copies.
 *
 * <p>Blocking; safe for many threads. Every method throws {@link
 * io.lingpai.problem.StoreUnavailable} when the store cannot be reached or its answer was lost; a
 * write may then have happened or not, and repeating it under the same claim is harmless. What a
 * method has returned from is durable.
 */
public interface CredentialStore {

  /** The store's clock, which measures leases and all times in a {@link Credential}. */
  Instant now();

  /** Adds a credential with no lease. False if there is one already; then nothing changes. */
  boolean create(Credential credential);

  Optional<Credential> find(CredentialKey key);

  /** All credentials of an app. */
  List<Credential> ofApp(String app);

  /** Removes all credentials of an app, leased or not. */
  void removeApp(String app);

  /**
   * Claims what is due and not leased, the longest due first.
   *
   * @param holders gives a new random holder for each claim
   * @param atMost claims made in this call
   * @param leaseFor how long until another may claim
   */
  List<Claim> claimDue(Holders holders, int atMost, Duration leaseFor);

  /** Claims one credential whether due or not. Empty if it is leased, or does not exist. */
  Optional<Claim> claim(CredentialKey key, Holders holders, Duration leaseFor);

  /**
   * Writes under a claim. Refused, changing nothing, if the credential has been claimed since
   * (another fence or another holder), even if that newer lease has ended. What {@link #wake} and
   * {@link #wanted} did since the claim is not undone, see {@link Merge}.
   *
   * @param after whether to keep the lease or give it back
   * @param wake credentials made due at once in the same transaction, if they are waiting for their
   *     parent; their trouble is then forgotten
   * @return whether it was written
   */
  boolean write(Claim claim, Credential next, Lease after, Collection<CredentialKey> wake);

  /**
   * Keeps a pushed value among the newest of its credential, whether it becomes the current one or
   * not. The same value twice is kept once.
   *
   * @param sentAt by the vendor's clock
   * @param atMost older ones than these many are forgotten
   */
  void keepPush(CredentialKey key, Secret value, Instant sentAt, int atMost);

  /** The pushed values kept, newest first. */
  List<Push> pushes(CredentialKey key);

  /** Makes credentials due at once, whatever they wait for, and forgets their trouble. */
  void wake(Collection<CredentialKey> keys);

  /**
   * Extends {@code wantedUntil}; never shortens it. A dormant credential (one without a due time,
   * or one that nobody wanted any more) becomes due at once.
   */
  void wanted(CredentialKey key, Instant until);

  /**
   * Credentials changed after a position, oldest change first. A credential that changed often is
   * listed once, as it is now. Positions are taken in commit order: nothing committed later appears
   * before the position returned.
   */
  Changes changesAfter(long position, int atMost);

  /** What to do with the lease after a write. */
  enum Lease {
    KEEP,
    RELEASE
  }

  /** One value that the vendor pushed. */
  record Push(Secret value, Instant sentAt) {}

  /** Gives a new random name for the holder of a claim. */
  @FunctionalInterface
  interface Holders {
    String next();
  }

  /**
   * A piece of the change feed.
   *
   * @param changed as they are now
   * @param removed keys that are gone
   * @param position where to continue
   * @param readAt the store's clock when this was read
   */
  record Changes(
      List<Credential> changed, List<CredentialKey> removed, long position, Instant readAt) {}
}
