package io.lingpai.server.doctor;

import static io.lingpai.server.doctor.Finding.Standing.UNCHECKED;
import static io.lingpai.server.doctor.Finding.Standing.WRONG;

import io.lingpai.app.App;
import io.lingpai.credential.Credential;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.Value;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.Issuance;
import io.lingpai.platform.IssueRequest;
import io.lingpai.platform.Platform;
import io.lingpai.platform.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One real exchange for one app, chosen so that no token in use can end by it.
 *
 * <ol>
 *   <li>Where asking again gives the same value, or harms none, the vendor is asked for a token.
 *   <li>Where asking ends the token in use, that token itself is tried by the cheapest call.
 *   <li>Where there is none to try, the vendor is asked only if no server may be running.
 *   <li>While the vendor waits for an administrator nobody asks: that makes it worse.
 * </ol>
 */
final class AppVisit {

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

  private final App app;
  private final Platform platform;
  private final List<Credential> stored;
  private final Instant now;
  private final boolean mayMint;
  private final String about;

  /**
   * @param stored what the store holds of it
   * @param now the store's clock
   * @param mayMint whether certainly nobody else may be using or fetching a token
   */
  AppVisit(App app, Platform platform, List<Credential> stored, Instant now, boolean mayMint) {
    this.app = app;
    this.platform = platform;
    this.stored = stored;
    this.now = now;
    this.mayMint = mayMint;
    this.about = "app " + app.name();
  }

  List<Finding> examine() {
    if (!app.active()) {
      String reason = app.reason() == null ? "" : ": " + app.reason();
      return List.of(Finding.note(about, new Words("disabled" + reason, "已停用" + reason)));
    }
    Optional<Kind> token =
        platform.kinds(app).stream()
            .filter(kind -> kind.source() instanceof Kind.Source.AppSecret)
            .findFirst();
    if (token.isEmpty()) {
      return List.of(
          Finding.note(about, new Words("nothing is asked for with its secret", "没有用其密钥获取的凭据")));
    }
    List<Finding> findings = new ArrayList<>();
    Finding exchanged = exchange(token.get());
    findings.add(exchanged);
    for (Credential credential : stored) {
      boolean settled =
          credential.key().kind().equals(token.get().name())
              && (exchanged.standing() == WRONG || !endsTheOld(token.get()));
      if (!settled) {
        told(credential).ifPresent(findings::add);
      }
    }
    if (app.setting("callback.mode", "secure").equals("plain")) {
      findings.add(
          Finding.note(
              about,
              new Words(
                  "callbacks are in plain mode: whoever knows the address can send one; secure mode"
                      + " authenticates them",
                  "回调为明文模式：任何知道地址的人都能伪造消息；安全模式会校验来源")));
    }
    return findings;
  }

  private Finding exchange(Kind token) {
    Optional<Credential> known =
        stored.stream().filter(one -> one.key().kind().equals(token.name())).findFirst();
    Optional<Trouble> trouble = known.map(Credential::trouble);
    if (trouble.isPresent()
        && trouble.get().nature() == Trouble.Nature.RISK_PENDING
        && now.isBefore(trouble.get().askAgainAt())) {
      return Finding.vendor(
          WRONG,
          about,
          new Words(
              "the vendor waits for an administrator, and was not asked again",
              "平台正在等待管理员确认，未再次请求"),
          trouble.get().error());
    }
    if (!endsTheOld(token)) {
      return ask(token);
    }
    Optional<Value> alive = known.map(one -> one.alive(now));
    if (alive.isPresent() && token.proof() instanceof Kind.Proof.ByCall) {
      return tried(platform.check(app, token, alive.get().secret(), ANSWER_WITHIN));
    }
    if (mayMint) {
      return ask(token);
    }
    return known
        .flatMap(this::told)
        .orElseGet(
            () ->
                Finding.unchecked(
                    about,
                    new Words(
                        "in classic mode asking for a token ends the one in use, and a server may be"
                            + " fetching one now",
                        "classic 模式下获取 token 会使正在使用的失效，而服务可能正在获取"),
                    new Words(
                        "Ask the server: `lingpai token show "
                            + app.name()
                            + " "
                            + token.name()
                            + "`.",
                        "请通过服务查询：`lingpai token show " + app.name() + " " + token.name() + "`。")));
  }

  private static boolean endsTheOld(Kind token) {
    return token.repeat() == Kind.Repeat.ENDS_THE_OLD_AFTER_OVERLAP;
  }

  private Finding ask(Kind token) {
    return switch (platform.issue(new IssueRequest(app, token, null, false, ANSWER_WITHIN))) {
      case Issuance.Issued issued ->
          Finding.ok(
              about,
              new Words(
                  "the vendor gave "
                      + token.name()
                      + " for "
                      + issued.validFor().toSeconds()
                      + " s",
                  "平台给出 " + token.name() + "，有效 " + issued.validFor().toSeconds() + " 秒"));
      case Issuance.Refused(var why, _) -> wrong("the vendor refuses", "平台拒绝", why);
      case Issuance.RiskPending(var why, _) ->
          wrong("an administrator must confirm at the vendor", "需要管理员在平台确认", why);
      case Issuance.QuotaSpent(var why, _) -> wrong("the quota is spent", "配额已用完", why);
      case Issuance.Unavailable(var why) -> wrong("the vendor gives none now", "平台暂时无法给出", why);
      case Issuance.ParentRejected(var why) -> wrong("the vendor refuses", "平台拒绝", why);
      case Issuance.PartnerRejected(var why) ->
          wrong("the vendor refuses the refresh token", "平台拒绝刷新令牌", why);
      case Issuance.PartnerFound _ ->
          Finding.ok(about, new Words("the vendor named the refresh token", "平台给出了刷新令牌"));
      case Issuance.Awaited _ ->
          Finding.ok(about, new Words("the vendor was asked to push", "已请平台重新推送"));
      case Issuance.Unknown(var why) -> wrong("the vendor's answer was lost", "平台的应答丢失", why);
    };
  }

  private Finding tried(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Alive _ ->
          Finding.ok(
              about,
              new Words(
                  "the stored token works; the secret was not tried, because in classic mode that"
                      + " ends the token in use",
                  "已存的 token 可用；未试验密钥，因为 classic 模式下那会使正在使用的 token 失效"));
      case Verdict.Dead(var why) -> {
        Finding dead =
            Finding.vendor(
                WRONG, about, new Words("the stored token is dead", "已存的 token 已失效"), why);
        yield new Finding(
            WRONG,
            about,
            dead.said(),
            new Words(
                "Another program probably fetches tokens of its own with this app's secret: find it"
                    + " and let it ask here. `lingpai token renew "
                    + app.name()
                    + " access_token` gets a new one.",
                "可能有其他程序在用该应用的密钥自行获取 token：请找到它并改为从这里读取。`lingpai token renew "
                    + app.name()
                    + " access_token` 可获取新值。"),
            why);
      }
      case Verdict.Unproven(var why) ->
          Finding.vendor(UNCHECKED, about, new Words("the vendor proved nothing", "平台未能给出结论"), why);
    };
  }

  /** What a server met when it asked last. */
  private Optional<Finding> told(Credential credential) {
    Trouble trouble = credential.trouble();
    if (trouble == null || trouble.nature() == Trouble.Nature.BLOCKED_BY_PARENT) {
      return Optional.empty();
    }
    String kind = credential.key().kind();
    return Optional.of(
        Finding.vendor(
            WRONG,
            about,
            new Words(
                kind + " cannot be renewed since " + trouble.since(),
                kind + " 自 " + trouble.since() + " 起无法续期"),
            trouble.error()));
  }

  private Finding wrong(String english, String chinese, VendorError why) {
    return Finding.vendor(WRONG, about, new Words(english, chinese), why);
  }
}
