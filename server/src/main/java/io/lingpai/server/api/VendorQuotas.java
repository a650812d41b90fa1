package io.lingpai.server.api;

import io.lingpai.app.App;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.VendorError;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Lending;
import io.lingpai.keeper.Loan;
import io.lingpai.keeper.Subject;
import io.lingpai.platform.Finding;
import io.lingpai.server.http.Json;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import io.lingpai.server.problem.Sort;
import io.lingpai.server.registry.Registry;
import io.lingpai.usage.Quota;
import io.lingpai.usage.QuotaSource;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's own figures. To ask costs a call of the app's, so it is done only for who wants to
 * know, and an answer serves everybody for a minute.
 */
public final class VendorQuotas {

  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final Duration SERVES = Duration.ofMinutes(1);
  private static final int REMEMBERED_AT_MOST = 1_000;
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_.~-]+){1,20}");
  private static final int LONGEST_PATH = 200;
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Registry registry;
  private final Keeper keeper;
  private final Lending lending;
  private final Troubles troubles;
  private final QuotaSource wechat;
  private final Map<Question, Told> remembered = new ConcurrentHashMap<>();

  public VendorQuotas(
      Registry registry, Keeper keeper, Lending lending, Troubles troubles, QuotaSource wechat) {
    this.registry = registry;
    this.keeper = keeper;
    this.lending = lending;
    this.troubles = troubles;
    this.wechat = wechat;
  }

  private record Question(String app, String path) {}

  private record Told(Quota quota, Instant at) {}

  /** What the vendor says of one path today. Blocks. */
  Map<String, @Nullable Object> of(App app, String path) {
    if (path.length() > LONGEST_PATH || !PATH.matcher(path).matches()) {
      throw Problem.malformed("quota", "`quota` must be a path, such as `/cgi-bin/user/info`")
          .refusal();
    }
    Question question = new Question(app.name(), path);
    Told known = remembered.get(question);
    if (known == null || !keeper.timeline().now().isBefore(known.at.plus(SERVES))) {
      known = new Told(ask(app, path), keeper.timeline().now());
      remember(question, known);
    }
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("path", path);
    told.put("daily_limit", known.quota.dailyLimit());
    told.put("used", known.quota.used());
    told.put("remaining", known.quota.remaining());
    told.put("as_of", Json.time(known.at));
    return told;
  }

  private void remember(Question question, Told told) {
    if (remembered.size() >= REMEMBERED_AT_MOST) {
      remembered.clear();
    }
    remembered.put(question, told);
  }

  private Quota ask(App app, String path) {
    CredentialKey key = new CredentialKey(app.name(), "access_token");
    Subject subject = registry.find(key).orElse(null);
    if (subject == null || !app.platform().startsWith("wechat-")) {
      throw Problem.malformed("quota", "`quota`: this app's vendor tells no figures").refusal();
    }
    AppProblems.active(app);
    Loan<Finding<Quota>> loan =
        lending.call(
            key,
            WITHIN,
            token -> wechat.ask(token, path, WITHIN),
            Finding.TokenDead.class::isInstance);
    return switch (loan) {
      case Loan.Missing<Finding<Quota>>(Trouble why) -> throw troubles.of(subject, why).refusal();
      case Loan.Answered<Finding<Quota>>(Finding<Quota> answer) -> found(answer);
    };
  }

  private static Quota found(Finding<Quota> answer) {
    return switch (answer) {
      case Finding.Found<Quota>(Quota quota) -> quota;
      case Finding.NotThisOne<Quota>(VendorError why) ->
          throw told(
              Problem.malformed("quota", "`quota`: the vendor tells no figures for this path"),
              why);
      case Finding.AppRefused<Quota>(VendorError why) ->
          throw told(Problem.of(Sort.VENDOR_REFUSED, "the vendor refuses the app's calls"), why);
      case Finding.TooMany<Quota>(VendorError why, Duration wait) ->
          throw told(
              Problem.of(Sort.QUOTA_EXHAUSTED, "the quota for asking about quotas is spent")
                  .retryAfter(wait.isZero() ? Duration.ofHours(1) : wait),
              why);
      case Finding.TokenDead<Quota>(VendorError why) -> throw later(why);
      case Finding.Unavailable<Quota>(VendorError why, boolean maybeDone) -> throw later(why);
    };
  }

  private static Refusal later(VendorError why) {
    return told(
        Problem.of(Sort.VENDOR_UNAVAILABLE, "the vendor tells no figures just now")
            .retryAfter(SOON),
        why);
  }

  private static Refusal told(Problem problem, VendorError why) {
    return problem.vendor(why).refusal();
  }
}
