package io.lingpai.authorization;

import io.lingpai.app.App;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.Finding;
import io.lingpai.platform.Issuance.Issued;
import io.lingpai.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a third-party platform asks its vendor about the accounts that authorize it. Asks once a
 * method, and blocks; safe for many threads; never throws for anything a vendor or the network
 * does. Every call is made with the platform's own token.
 */
public interface PlatformApp {

  /** The kind of credential that the calls are made with. */
  String token();

  /** The kind that the vendor pushes. */
  String ticket();

  /** What an account may be, as {@link App#platform()} of an app that stands for it. */
  List<String> accountPlatforms();

  /** A code that an authorization begins with. */
  Finding<Beginning> begin(App platform, Secret token, Duration answerWithin);

  /** The vendor's page where an account's administrator agrees. */
  URI page(App platform, Secret beginning, Asked asked, Device device, URI comeBack);

  /** Redeems the code that an authorization ended with; it can be redeemed once. */
  Finding<Grant> exchange(App platform, Secret token, Secret code, Duration answerWithin);

  Finding<Account> describe(App platform, Secret token, String account, Duration answerWithin);

  /** Whether a refusal to describe an account says that it does not authorize the platform. */
  boolean saysWithdrawn(VendorError why);

  /** Those who have authorized the platform, {@link #pageSize()} at once. */
  Finding<Listing> list(App platform, Secret token, int offset, Duration answerWithin);

  int pageSize();

  /** What an account may choose, such as whether it reports its users' places. */
  List<Option> options();

  /** An account's choice. */
  Finding<String> option(
      App platform, Secret token, String account, String name, Duration answerWithin);

  Finding<Boolean> setOption(
      App platform, Secret token, String account, String name, String value, Duration answerWithin);

  /** Writes to somebody in an account's name, with the account's own token. */
  Finding<Boolean> say(Secret accountToken, String user, String text, Duration answerWithin);

  /**
   * A choice that an account has.
   *
   * @param values what may be chosen, in the vendor's words
   */
  record Option(String name, List<String> values) {
    public Option {
      values = List.copyOf(values);
    }
  }

  /** Where the administrator is. */
  enum Device {
    COMPUTER,
    PHONE
  }

  /**
   * What may be authorized.
   *
   * @param types as {@code account_type} of the API: {@code official}, {@code mini}, {@code any}
   * @param account only this one, by the vendor's id
   */
  record Asked(String types, Optional<String> account) {}

  record Beginning(Secret code, Duration validFor) {}

  /**
   * An account agreed.
   *
   * @param account the vendor's id
   * @param tokens its first token with its partner; {@code null} if it granted nothing that needs
   *     one
   * @param permissions the sets it granted, by the vendor's numbers
   */
  record Grant(String account, @Nullable Issued tokens, List<String> permissions) {
    public Grant {
      permissions = List.copyOf(permissions);
    }
  }

  /**
   * What an account is.
   *
   * @param platform as {@link App#platform()} of an app that stands for it
   * @param about settings that describe it to people
   * @param partner what its token is refreshed with, if the vendor names it
   */
  record Account(
      String account,
      String platform,
      Map<String, String> about,
      List<String> permissions,
      @Nullable Secret partner) {
    public Account {
      about = Map.copyOf(about);
      permissions = List.copyOf(permissions);
    }
  }

  /**
   * A page of the list.
   *
   * @param total how many there are in all
   */
  record Listing(int total, List<Listed> accounts) {
    public Listing {
      accounts = List.copyOf(accounts);
    }
  }

  /** One who authorized the platform, since when, and its partner if the vendor names it. */
  record Listed(String account, @Nullable Secret partner, Instant since) {}
}
