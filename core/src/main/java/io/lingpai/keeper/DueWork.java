package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Trouble;
import io.lingpai.event.Happening.Cause;
import io.lingpai.store.Claim;
import io.lingpai.store.CredentialStore;
import io.lingpai.store.CredentialStore.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Takes what is due and renews it, each on a thread of its own.
 *
 * <p>Two bulkheads hold invariant 8. Nothing waits in a queue behind another app's vendor; and no
 * platform may hold more than half of what this node has under way, so that a vendor who answers
 * nobody leaves room for the others. What finds its platform's half full is put back for a moment.
 */
final class DueWork {

  private static final Duration PUT_BACK_FOR = Duration.ofSeconds(2);
  private static final Duration UNKNOWN_APP = Duration.ofSeconds(5);

  private final CredentialStore store;
  private final CredentialStore.Holders holders;
  private final Subjects subjects;
  private final Policy policy;
  private final Workshop shop;
  private final Executor executor;
  private final Consumer<CredentialKey> onParentMissing;
  private final AtomicInteger underWay = new AtomicInteger();
  private final ConcurrentHashMap<String, AtomicInteger> byPlatform = new ConcurrentHashMap<>();

  DueWork(
      CredentialStore store,
      CredentialStore.Holders holders,
      Subjects subjects,
      Policy policy,
      Workshop shop,
      Executor executor,
      Consumer<CredentialKey> onParentMissing) {
    this.store = store;
    this.holders = holders;
    this.subjects = subjects;
    this.policy = policy;
    this.shop = shop;
    this.executor = executor;
    this.onParentMissing = onParentMissing;
  }

  /** Takes what there is room for; how long until the next look. */
  Duration take() {
    int room = policy.inFlightAtMost() - underWay.get();
    if (room <= 0) {
      return policy.listenEvery();
    }
    int atMost = Math.min(room, policy.claimAtMost());
    Timeline.Mark asked = shop.timeline().mark();
    List<Claim> claims = store.claimDue(holders, atMost, policy.leaseFor());
    claims.forEach(claim -> begin(shop.held(claim, asked)));
    return claims.size() == atMost ? Duration.ZERO : policy.listenEvery();
  }

  private void begin(Held held) {
    Optional<Subject> subject = subjects.find(held.claim().credential().key());
    if (subject.isEmpty()) {
      executor.execute(() -> putBack(held, UNKNOWN_APP));
      return;
    }
    AtomicInteger ofPlatform =
        byPlatform.computeIfAbsent(subject.get().platform().name(), name -> new AtomicInteger());
    if (ofPlatform.incrementAndGet() > Math.max(1, policy.inFlightAtMost() / 2)) {
      ofPlatform.decrementAndGet();
      executor.execute(() -> putBack(held, PUT_BACK_FOR));
      return;
    }
    underWay.incrementAndGet();
    executor.execute(
        () -> {
          try {
            renew(held, subject.get());
          } finally {
            underWay.decrementAndGet();
            ofPlatform.decrementAndGet();
          }
        });
  }

  private void putBack(Held held, Duration forThisLong) {
    Credential later = held.claim().credential().dueAt(shop.now().plus(forThisLong));
    shop.write(held, later, Lease.RELEASE, List.of());
  }

  private void renew(Held held, Subject subject) {
    Credential after = new Renewal(shop, held, subject, Cause.PLANNED).run();
    CredentialKey parent = subject.parent();
    Trouble trouble = after.trouble();
    if (parent != null && trouble != null && trouble.nature() == Trouble.Nature.BLOCKED_BY_PARENT) {
      onParentMissing.accept(parent);
    }
  }
}
