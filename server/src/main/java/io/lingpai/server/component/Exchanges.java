package io.lingpai.server.component;

import io.lingpai.app.App;
import io.lingpai.authorization.AuthorizationStore;
import io.lingpai.authorization.Exchange;
import io.lingpai.authorization.PlatformApp;
import io.lingpai.authorization.PlatformApp.Account;
import io.lingpai.authorization.PlatformApp.Grant;
import io.lingpai.authorization.PlatformApp.Listed;
import io.lingpai.authorization.PlatformApp.Listing;
import io.lingpai.credential.VendorError;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Waiting;
import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Redeems authorization codes. A code comes by two ways, with the browser and with the vendor's
 * event, and is good for one exchange:
 *
 * <ol>
 *   <li>whoever takes the exchange by the code's hash makes it; the other waits for what it brings;
 *   <li>what it brought is stored: the account first, then both its values at once;
 *   <li>an answer that was lost has spent the code, or has not: it is tried once more, and if the
 *       code is spent, the account is found by the event's id, or as the newest on the list.
 * </ol>
 */
final class Exchanges {

  private static final Duration LEASE = Duration.ofSeconds(40);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  /**
   * A browser's way has no time of the vendor's; the event that follows may have an earlier one.
   */
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(30);

  private final AuthorizationStore store;
  private final PlatformApp vendor;
  private final PlatformCalls calls;
  private final Authorizers authorizers;
  private final Keeper keeper;
  private final Waiting waiting;
  private final Hashes hashes;
  private final Supplier<String> holders;

  Exchanges(
      AuthorizationStore store,
      PlatformApp vendor,
      PlatformCalls calls,
      Authorizers authorizers,
      Keeper keeper,
      Waiting waiting,
      Hashes hashes,
      Supplier<String> holders) {
    this.store = store;
    this.vendor = vendor;
    this.calls = calls;
    this.authorizers = authorizers;
    this.keeper = keeper;
    this.waiting = waiting;
    this.hashes = hashes;
    this.holders = holders;
  }

  /** What came of it. */
  sealed interface Outcome {
    record Authorized(String account) implements Outcome {}

    /** The code is no good, or the account cannot be taken in. */
    record Refused(VendorError why) implements Outcome {}

    /** Not now; the code may still be good. */
    record NotYet(VendorError why) implements Outcome {}
  }

  /**
   * Redeems a code, or waits for whoever does.
   *
   * @param account whose it is, where that is known
   * @param heardAt the vendor's time of the event; {@code null} for a browser's way
   */
  Outcome redeem(
      App platform,
      Secret code,
      @Nullable String account,
      @Nullable Instant heardAt,
      Duration waitAtMost) {
    String hash = hashes.of(platform.name(), code);
    String holder = holders.get();
    Instant giveUp = keeper.timeline().now().plus(waitAtMost);
    while (true) {
      switch (store.claim(hash, platform.name(), holder, LEASE)) {
        case Exchange.Done(String known) -> {
          return new Outcome.Authorized(known);
        }
        case Exchange.Failed(String why) -> {
          return new Outcome.Refused(VendorError.of("", why));
        }
        case Exchange.Ours(boolean tried) -> {
          Outcome outcome = exchange(platform, code, account, heardAt, tried);
          settle(hash, holder, outcome);
          return outcome;
        }
        case Exchange.Theirs theirs -> {
          if (keeper.timeline().now().isAfter(giveUp)) {
            return new Outcome.NotYet(VendorError.of("", "the code is being redeemed"));
          }
          waiting.pause(BETWEEN_LOOKS);
        }
      }
    }
  }

  private void settle(String hash, String holder, Outcome outcome) {
    switch (outcome) {
      case Outcome.Authorized(String account) -> store.settle(hash, new Exchange.Done(account));
      case Outcome.Refused(VendorError why) -> store.settle(hash, new Exchange.Failed(why.said()));
      case Outcome.NotYet notYet -> store.giveBack(hash, holder);
    }
  }

  private Outcome exchange(
      App platform,
      Secret code,
      @Nullable String account,
      @Nullable Instant heardAt,
      boolean tried) {
    Instant askedAt = keeper.timeline().now();
    Finding<Grant> answer = ask(platform, code);
    boolean lost = tried;
    if (answer instanceof Finding.Unavailable<Grant>(VendorError why, boolean maybeDone)
        && maybeDone) {
      lost = true;
      askedAt = keeper.timeline().now();
      answer = ask(platform, code);
    }
    Instant asOf = heardAt == null ? askedAt.minus(CLOCKS_DIFFER) : heardAt;
    return switch (answer) {
      case Finding.Found<Grant>(Grant grant) -> admitted(platform, grant, asOf, askedAt);
      case Finding.NotThisOne<Grant>(VendorError why) ->
          lost ? recovered(platform, account, asOf, why) : new Outcome.Refused(why);
      case Finding.AppRefused<Grant>(VendorError why) -> new Outcome.NotYet(why);
      case Finding.TooMany<Grant>(VendorError why, Duration in) -> new Outcome.NotYet(why);
      case Finding.TokenDead<Grant>(VendorError why) -> new Outcome.NotYet(why);
      case Finding.Unavailable<Grant>(VendorError why, boolean maybeDone) ->
          lost || maybeDone ? recovered(platform, account, asOf, why) : new Outcome.NotYet(why);
    };
  }

  private Finding<Grant> ask(App platform, Secret code) {
    return calls.asPlatform(
        platform, token -> vendor.exchange(platform, token, code, PlatformCalls.ANSWER_WITHIN));
  }

  private Outcome admitted(App platform, Grant grant, Instant asOf, Instant askedAt) {
    Optional<App> known = authorizers.find(platform, grant.account());
    if (known.isPresent()) {
      // What cannot be had again comes first; the description can.
      authorizers.entrust(known.get(), grant.tokens(), askedAt);
    }
    Account account = described(platform, grant);
    Optional<App> admitted = authorizers.admit(platform, account, asOf);
    if (admitted.isEmpty()) {
      return new Outcome.Refused(
          VendorError.of("", "the account " + grant.account() + " is an app of its own here"));
    }
    if (known.isEmpty()) {
      authorizers.entrust(admitted.get(), grant.tokens(), askedAt);
    }
    return new Outcome.Authorized(grant.account());
  }

  private Account described(App platform, Grant grant) {
    Finding<Account> found = describe(platform, grant.account());
    return found instanceof Finding.Found<Account>(Account account)
        ? account
        : Authorizers.bare(grant, "wechat-official");
  }

  private Finding<Account> describe(App platform, String account) {
    return calls.asPlatform(
        platform, token -> vendor.describe(platform, token, account, PlatformCalls.ANSWER_WITHIN));
  }

  /**
   * The code is spent and its answer lost: the account stands on the vendor's list all the same.
   */
  Outcome recovered(App platform, @Nullable String account, Instant asOf, VendorError why) {
    String who = account == null ? newest(platform).orElse(null) : account;
    if (who == null) {
      return new Outcome.NotYet(why);
    }
    Instant askedAt = keeper.timeline().now();
    return switch (describe(platform, who)) {
      case Finding.Found<Account>(Account found) -> {
        Secret partner = found.partner();
        Optional<App> app =
            partner == null ? Optional.empty() : authorizers.admit(platform, found, asOf);
        if (app.isEmpty() || partner == null) {
          yield new Outcome.NotYet(why);
        }
        authorizers.entrust(app.get(), partner, askedAt);
        yield new Outcome.Authorized(who);
      }
      case Finding.AppRefused<Account>(VendorError refused) -> new Outcome.Refused(refused);
      case Finding.NotThisOne<Account>(VendorError refused) -> new Outcome.Refused(refused);
      case Finding.TooMany<Account> tooMany -> new Outcome.NotYet(why);
      case Finding.TokenDead<Account> dead -> new Outcome.NotYet(why);
      case Finding.Unavailable<Account> unavailable -> new Outcome.NotYet(why);
    };
  }

  private Optional<String> newest(App platform) {
    Listed newest = null;
    int offset = 0;
    while (true) {
      int from = offset;
      Finding<Listing> page =
          calls.asPlatform(
              platform, token -> vendor.list(platform, token, from, PlatformCalls.ANSWER_WITHIN));
      if (!(page instanceof Finding.Found<Listing>(Listing listing))) {
        return Optional.empty();
      }
      Optional<Listed> here = listing.accounts().stream().max(Comparator.comparing(Listed::since));
      if (here.isPresent() && (newest == null || here.get().since().isAfter(newest.since()))) {
        newest = here.get();
      }
      offset += vendor.pageSize();
      if (offset >= listing.total() || listing.accounts().isEmpty()) {
        return Optional.ofNullable(newest).map(Listed::account);
      }
    }
  }
}
