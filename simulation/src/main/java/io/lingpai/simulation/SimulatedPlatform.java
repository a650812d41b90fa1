package io.lingpai.simulation;

import io.lingpai.app.App;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Value;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.Issuance;
import io.lingpai.platform.IssueRequest;
import io.lingpai.platform.Platform;
import io.lingpai.platform.Verdict;
import io.lingpai.secret.Secret;
import io.lingpai.simulation.SimulatedVendor.Minted;
import io.lingpai.simulation.SimulatedVendor.Minter;
import io.lingpai.store.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The road from one node to the vendor, with everything that can happen on it. */
final class SimulatedPlatform implements Platform {

  private static final Duration ROAD = Duration.ofMillis(200);

  private final World world;
  private final SimulatedVendor vendor;
  private final StoreView.SharedStore shared;
  private final Invariants invariants;
  private final Accounts accounts;
  private final Node node;

  SimulatedPlatform(
      World world,
      SimulatedVendor vendor,
      StoreView.SharedStore shared,
      Invariants invariants,
      Accounts accounts,
      Node node) {
    this.world = world;
    this.vendor = vendor;
    this.shared = shared;
    this.invariants = invariants;
    this.accounts = accounts;
    this.node = node;
  }

  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public List<Kind> kinds(App app) {
    Accounts.Account account = accounts.account(app.name());
    return List.of(account.tokenKind, account.ticketKind);
  }

  @Override
  public List<String> keptByDefault(App app) {
    return List.of("access_token");
  }

  @Override
  public Issuance issue(IssueRequest request) {
    Accounts.Account account = accounts.account(request.app().name());
    Faults faults = shared.faults();
    if (world.chance(faults.pausedBeforeAsk())) {
      // Between the last look at the lease and the request: nothing on this node can notice.
      shared.disturbed();
      node.freeze(
          world.between(Duration.ofSeconds(5), Duration.ofMinutes(3)),
          world.chance(faults.suspended()));
      world.sleep(Duration.ZERO);
    }
    CredentialKey key = new CredentialKey(account.name, request.kind().name());
    String credential = key.toString();
    Claim claim = node.claimOfThisTask();
    boolean underLease = claim != null && shared.valid(claim);
    notNeeded(key, request, underLease);
    Issuance issuance = travel(request, account, credential, claim);
    Minted newest = vendor.newest(credential);
    if (issuance instanceof Issuance.Issued issued
        && request.kind().repeat() == Kind.Repeat.ENDS_THE_OLD_AFTER_OVERLAP
        && newest != null
        && newest.minter == Minter.LATE_HOLDER
        && newest.value.equals(issued.value().reveal())) {
      mustHeal(key, account, newest);
    }
    return issuance;
  }

  /**
   * The answer of a late holder is here: unless something else happens, what is served when the
   * overlap ends must not be the value that it superseded.
   */
  private void mustHeal(CredentialKey key, Accounts.Account account, Minted late) {
    Instant here = world.now();
    Instant overlapEnds = late.at.plus(account.tokenKind.overlapFor(account.life));
    boolean inTime = here.plusSeconds(15).isBefore(overlapEnds);
    boolean storeThere = !node.cutOffAt(here) && !shared.downAt(here);
    boolean vendorThere = account.reachableAt(here) && shared.faults().lostAnswer() == 0;
    if (!inTime || !storeThere || !vendorThere) {
      return;
    }
    world.after(
        Duration.between(here, overlapEnds.plusSeconds(5)),
        () -> {
          Value current = shared.storedValue(key);
          boolean undisturbed = !shared.disturbedSince(here) && account.reachableAt(world.now());
          boolean newest = vendor.newest(late.credential) == late;
          if (undisturbed
              && newest
              && current != null
              && current.aliveAt(world.now())
              && !current.secret().matches(late.value)) {
            throw invariants.lateNotHealed(late.credential, late.order);
          }
        });
  }

  private void notNeeded(CredentialKey key, IssueRequest request, boolean underLease) {
    Value current = invariants.storedValue(key);
    boolean planned =
        request.kind().repeat() == Kind.Repeat.ENDS_THE_OLD_AFTER_OVERLAP && underLease;
    if (planned
        && current != null
        && !current.provenDead()
        && world.now().plusSeconds(1).isBefore(current.renewAt())
        && shared.calmFor(Duration.ofMinutes(30))) {
      throw invariants.notNeeded(key, current);
    }
  }

  private Issuance travel(
      IssueRequest request, Accounts.Account account, String credential, @Nullable Claim claim) {
    Faults faults = shared.faults();
    world.sleep(world.between(Duration.ofMillis(1), ROAD));
    if (world.now().isBefore(account.downUntil)) {
      return new Issuance.Unavailable(VendorError.of("", "connection refused"));
    }
    if (world.now().isBefore(account.refusedUntil)) {
      return new Issuance.Refused(
          VendorError.of("40125", "invalid appsecret"), Duration.ofMinutes(10));
    }
    if (request.parent() != null && !vendor.alive(account.token().toString(), reveal(request))) {
      return new Issuance.ParentRejected(VendorError.of("40001", "invalid credential"));
    }
    if (world.chance(faults.lostAnswer())) {
      return lost(request, account, credential, claim);
    }
    Minted minted = mint(request, account, credential, claim);
    // What the vendor wrote into its answer, however long the answer then takes.
    Duration rest = Duration.between(world.now(), minted.expiresAt);
    world.sleep(world.between(Duration.ofMillis(1), ROAD));
    if (world.chance(0.02)) {
      world.sleep(world.between(Duration.ZERO, Duration.ofSeconds(8)));
    }
    return new Issuance.Issued(Secret.of(minted.value), rest);
  }

  /** The value changes, and nobody tells us; perhaps it changes only after we have given up. */
  private Issuance lost(
      IssueRequest request, Accounts.Account account, String credential, @Nullable Claim claim) {
    Duration effect =
        world.chance(shared.faults().lateEffect())
            ? world.between(Duration.ZERO, Duration.ofSeconds(30))
            : Duration.ZERO;
    boolean never = world.chance(0.2);
    if (!never) {
      world.after(effect, () -> mint(request, account, credential, claim));
    }
    world.sleep(request.answerWithin());
    return new Issuance.Unknown(VendorError.of("", "no answer"));
  }

  private Minted mint(
      IssueRequest request, Accounts.Account account, String credential, @Nullable Claim claim) {
    Minter minter = minter(new CredentialKey(account.name, request.kind().name()), claim);
    Minted minted =
        vendor.issue(credential, request.kind(), account.life, request.forced(), minter);
    if (minter != Minter.HOLDER) {
      shared.disturbed();
    }
    return minted;
  }

  private Minter minter(CredentialKey key, @Nullable Claim claim) {
    if (claim == null || !shared.valid(claim)) {
      return Minter.LATE_HOLDER;
    }
    Value current = shared.storedValue(key);
    boolean early =
        current != null
            && current.aliveAt(world.now())
            && world.now().plusSeconds(1).isBefore(current.renewAt());
    return early ? Minter.SETTLER : Minter.HOLDER;
  }

  @Override
  public Verdict check(App app, Kind kind, Secret value, Duration answerWithin) {
    Accounts.Account account = accounts.account(app.name());
    world.sleep(world.between(Duration.ofMillis(2), ROAD));
    Instant now = world.now();
    if (now.isBefore(account.downUntil) || world.chance(shared.faults().lostAnswer())) {
      return new Verdict.Unproven(VendorError.of("-1", "system error"));
    }
    String credential = new CredentialKey(app.name(), kind.name()).toString();
    Minted minted = vendor.find(credential, value.reveal());
    if (minted != null && vendor.alive(credential, value.reveal())) {
      return new Verdict.Alive();
    }
    if (minted != null) {
      invariants.deadVerdict(minted, shared.calmFor(Duration.ofMinutes(30)));
    }
    return new Verdict.Dead(VendorError.of("40001", "invalid credential"));
  }

  private static String reveal(IssueRequest request) {
    Secret parent = request.parent();
    return parent == null ? "" : parent.reveal();
  }
}
