package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.Value;
import io.lingpai.credential.VendorError;
import io.lingpai.event.Happening;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.secret.Fingerprints;
import io.lingpai.secret.Secret;
import io.lingpai.store.Claim;
import io.lingpai.store.CredentialStore;
import io.lingpai.store.CredentialStore.Lease;
import io.lingpai.store.CredentialStore.Push;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a renewal works with: the store, seen patiently, and this node's copies of it. */
final class Workshop {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final CredentialStore store;
  private final CredentialStore.Holders holders;
  private final Policy policy;
  private final Timeline timeline;
  private final Settlement settlement;
  private final Waiting waiting;
  private final Copies copies;
  private final Fingerprints fingerprints;
  private final Consumer<Happening> listener;
  private final BiConsumer<CredentialKey, Secret> onParentRejected;

  Workshop(
      CredentialStore store,
      CredentialStore.Holders holders,
      Policy policy,
      Timeline timeline,
      Settlement settlement,
      Waiting waiting,
      Copies copies,
      Fingerprints fingerprints,
      Consumer<Happening> listener,
      BiConsumer<CredentialKey, Secret> onParentRejected) {
    this.store = store;
    this.holders = holders;
    this.policy = policy;
    this.timeline = timeline;
    this.settlement = settlement;
    this.waiting = waiting;
    this.copies = copies;
    this.fingerprints = fingerprints;
    this.listener = listener;
    this.onParentRejected = onParentRejected;
  }

  Policy policy() {
    return policy;
  }

  Timeline timeline() {
    return timeline;
  }

  Settlement settlement() {
    return settlement;
  }

  Instant now() {
    return timeline.now();
  }

  void pause(Duration forThisLong) {
    waiting.pause(forThisLong);
  }

  void tell(Happening happening) {
    listener.accept(happening);
  }

  String fingerprint(Value value) {
    return fingerprints.of(value.secret());
  }

  /** The credential as stored, made first if there is none. */
  Credential create(Subject subject) {
    Credential absent = Credential.absent(subject.key(), null, now().plus(policy.keepWarmFor()));
    return store
        .find(subject.key())
        .orElseGet(
            () -> {
              store.create(absent);
              return store.find(subject.key()).orElse(absent);
            });
  }

  /** Claims one credential; null while another holds it. */
  @Nullable Held claim(CredentialKey key) {
    Timeline.Mark mark = timeline.mark();
    return store
        .claim(key, holders, policy.leaseFor())
        .map(claim -> held(claim, mark))
        .orElse(null);
  }

  /** What a claim that has just come in means on this node. */
  Held held(Claim claim, Timeline.Mark asked) {
    timeline.adjusted(claim.claimedAt(), asked);
    return new Held(claim, asked, timeline.mark());
  }

  /**
   * Writes under a claim, as often as it takes: an answer from the vendor is in nobody's hands but
   * ours until the store has it. Seen by readers of this node only once it is durable.
   *
   * @return false if a newer claim was made
   */
  boolean write(Held held, Credential next, Lease after, Collection<CredentialKey> wake) {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        boolean written = store.write(held.claim(), next, after, wake);
        if (written) {
          copies.put(next, now());
        }
        return written;
      } catch (StoreUnavailable e) {
        tell(new Happening.StoreLost(next.key(), now(), String.valueOf(e.getMessage())));
        waiting.pause(pause);
        pause = Schedule.shorter(pause.multipliedBy(2), LONGEST_PAUSE);
      }
    }
  }

  /** The credential as another left it. */
  Credential asStored(Credential otherwise) {
    Credential stored = store.find(otherwise.key()).orElse(otherwise);
    copies.put(stored, now());
    return stored;
  }

  /** The usable value a credential is made from. */
  @Nullable Value parentOf(Subject subject) {
    CredentialKey parent = subject.parent();
    if (parent == null) {
      return null;
    }
    Credential copy = copies.get(parent);
    Value alive = copy == null ? null : copy.alive(now());
    if (alive != null) {
      return alive;
    }
    return store.find(parent).map(stored -> stored.alive(now())).orElse(null);
  }

  /** The newest that the vendor pushed before a value, and that has not outlived its life. */
  Optional<Push> pushBefore(Subject subject, Value value) {
    return store.pushes(subject.key()).stream()
        .filter(push -> push.sentAt().isBefore(value.askedAt()))
        .filter(push -> now().isBefore(push.sentAt().plus(subject.kind().life())))
        .findFirst();
  }

  VendorError whyParentIsMissing(Subject subject) {
    CredentialKey parent = subject.parent();
    Credential copy = parent == null ? null : copies.get(parent);
    Trouble trouble = copy == null ? null : copy.trouble();
    if (trouble != null) {
      return trouble.error();
    }
    return VendorError.of("", "no " + (parent == null ? "parent" : parent.kind()) + " yet");
  }

  void parentRejected(Subject subject, Secret parent) {
    CredentialKey key = subject.parent();
    if (key != null) {
      onParentRejected.accept(key, parent);
    }
  }
}
