package io.lingpai.server.component;

import io.lingpai.app.App;
import io.lingpai.authorization.PlatformApp;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.VendorError;
import io.lingpai.keeper.Lending;
import io.lingpai.keeper.Loan;
import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls a vendor with a platform's own token, or with that of an account. */
final class PlatformCalls {

  static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final Duration WAIT_AT_MOST = Duration.ofSeconds(5);
  private static final String ACCOUNT_TOKEN = "access_token";

  private final PlatformApp vendor;
  private final Lending lending;

  PlatformCalls(PlatformApp vendor, Lending lending) {
    this.vendor = vendor;
    this.lending = lending;
  }

  <T> Finding<T> asPlatform(App platform, Function<Secret, Finding<T>> call) {
    return with(new CredentialKey(platform.name(), vendor.token()), call);
  }

  <T> Finding<T> asAccount(App account, Function<Secret, Finding<T>> call) {
    return with(new CredentialKey(account.name(), ACCOUNT_TOKEN), call);
  }

  private <T> Finding<T> with(CredentialKey key, Function<Secret, Finding<T>> call) {
    Loan<Finding<T>> loan =
        lending.call(key, WAIT_AT_MOST, call, Finding.TokenDead.class::isInstance);
    return switch (loan) {
      case Loan.Answered<Finding<T>>(Finding<T> answer) -> answer;
      case Loan.Missing<Finding<T>>(Trouble why) -> missing(key, why);
    };
  }

  private static <T> Finding<T> missing(CredentialKey key, @Nullable Trouble why) {
    if (why == null) {
      return new Finding.Unavailable<>(
          VendorError.of("", "there is no " + key.kind() + " yet"), false);
    }
    return switch (why.nature()) {
      case REFUSED, RISK_PENDING -> new Finding.AppRefused<>(why.error());
      case QUOTA_SPENT -> new Finding.TooMany<>(why.error(), Duration.ZERO);
      case UNAVAILABLE, UNKNOWN, BLOCKED_BY_PARENT, NOT_READY ->
          new Finding.Unavailable<>(why.error(), false);
    };
  }
}
