package io.lingpai.server.follower;

import io.lingpai.app.App;
import io.lingpai.credential.VendorError;
import io.lingpai.follower.Follower;
import io.lingpai.follower.FollowerStore;
import io.lingpai.follower.Told;
import io.lingpai.member.Member;
import io.lingpai.member.MemberStore;
import io.lingpai.platform.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says why somebody's unionid is missing. Of an account's follower the vendor is asked there and
 * then, since that settles most questions; what it says is kept.
 */
final class Explanations {

  private final FollowerApps apps;
  private final FollowerStore followers;
  private final MemberStore members;

  Explanations(FollowerApps apps, FollowerStore followers, MemberStore members) {
    this.apps = apps;
    this.followers = followers;
    this.members = members;
  }

  Map<String, @Nullable Object> of(App app, String openid) {
    List<Map<String, @Nullable Object>> findings = new ArrayList<>();
    String unionid =
        app.active() && apps.isAccount(app)
            ? follower(app, openid, findings)
            : member(app, openid, findings);
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("app", app.name());
    answer.put("openid", openid);
    answer.put("unionid", unionid);
    answer.put("findings", findings);
    return answer;
  }

  private @Nullable String member(
      App app, String openid, List<Map<String, @Nullable Object>> findings) {
    Optional<Member> member = members.withOpenid(app.name(), openid);
    String unionid = member.map(Member::unionid).orElse(null);
    findings.add(
        finding(
            unionid != null
                ? Cause.KNOWN
                : member.isPresent() ? Cause.LOGIN_WITHOUT : Cause.NEVER_LOGGED_IN,
            null));
    return unionid;
  }

  private @Nullable String follower(
      App app, String openid, List<Map<String, @Nullable Object>> findings) {
    Optional<Follower> known = followers.find(app.name(), openid);
    String unionid = known.map(Follower::unionid).orElse(null);
    if (unionid != null) {
      findings.add(finding(Cause.KNOWN, null));
      return unionid;
    }
    if (known.isEmpty()) {
      findings.add(finding(Cause.NEVER_SEEN, null));
    }
    Finding<Told> asked =
        apps.ask(app, (source, token) -> source.ask(token, openid, FollowerApps.ANSWER_WITHIN));
    return switch (asked) {
      case Finding.Found<Told>(Told told) -> {
        followers.learn(app.name(), told, known.map(Follower::revision).orElse(0L));
        findings.add(finding(cause(app, told), null));
        yield told.unionid();
      }
      case Finding.NotThisOne<Told>(VendorError why) ->
          without(findings, Cause.ANOTHER_ACCOUNTS, why);
      case Finding.AppRefused<Told>(VendorError why) -> without(findings, Cause.NOT_ASKED, why);
      case Finding.TokenDead<Told>(VendorError why) -> without(findings, Cause.NOT_ASKED, why);
      case Finding.TooMany<Told>(VendorError why, var _) -> without(findings, Cause.NOT_ASKED, why);
      case Finding.Unavailable<Told>(VendorError why, boolean _) ->
          without(findings, Cause.NOT_ASKED, why);
    };
  }

  private Cause cause(App app, Told told) {
    if (told.unionid() != null) {
      return Cause.JUST_LEARNT;
    }
    if (followers.census(app.name()).withUnionid() == 0) {
      return Cause.NOT_BOUND;
    }
    return told.subscribed() ? Cause.WITHHELD : Cause.NOT_FOLLOWING;
  }

  private static @Nullable String without(
      List<Map<String, @Nullable Object>> findings, Cause cause, VendorError why) {
    findings.add(finding(cause, why));
    return null;
  }

  private static Map<String, @Nullable Object> finding(Cause cause, @Nullable VendorError why) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("cause", cause.slug());
    shown.put("explanation", cause.english());
    shown.put("explanation_zh", cause.chinese());
    if (why != null) {
      shown.putAll(ImportRun.problem(why));
    }
    return shown;
  }

  /** Why a member cannot be looked up at accounts. */
  static List<Map<String, @Nullable Object>> loginWithout() {
    return List.of(finding(Cause.LOGIN_WITHOUT, null));
  }
}
