package io.lingpai.server.follower;

import io.lingpai.app.App;
import io.lingpai.follower.Follower;
import io.lingpai.follower.FollowerStore;
import io.lingpai.member.Member;
import io.lingpai.member.MemberStore;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Caller;
import io.lingpai.server.access.Grant;
import io.lingpai.server.access.Need;
import io.lingpai.server.api.Fields;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import io.lingpai.server.problem.Sort;
import io.lingpai.session.Session;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who follows: by unionid, or by the session of somebody who is logged in. */
final class FollowerCalls {

  private static final int LONGEST_ID = 128;

  private final Authorization authorization;
  private final FollowerApps apps;
  private final FollowerStore followers;
  private final MemberStore members;
  private final Function<String, Optional<Session>> sessions;
  private final Explanations explanations;

  /**
   * @param sessions the open session behind what somebody shows
   */
  FollowerCalls(
      Authorization authorization,
      FollowerApps apps,
      FollowerStore followers,
      MemberStore members,
      Function<String, Optional<Session>> sessions,
      Explanations explanations) {
    this.authorization = authorization;
    this.apps = apps;
    this.followers = followers;
    this.members = members;
    this.sessions = sessions;
    this.explanations = explanations;
  }

  List<Route> routes() {
    Route.Gate ofApp =
        authorization.needs(request -> Need.of(Grant.Action.FOLLOWERS, request.variable("app")));
    return List.of(
        Route.gated("GET", "/api/v1/followers", "followers:{app}", this::gate, this::find),
        Route.gated(
            "GET",
            "/api/v1/apps/{app}/unionid-explanations",
            "followers:{app}",
            ofApp,
            this::explain),
        Route.gated(
            "POST", "/api/v1/apps/{app}/follower-checks", "followers:{app}", ofApp, this::check));
  }

  /** Of one app, or of all that the key may see; some there must be. */
  private void gate(Request request) {
    authorization.anyKey().admit(request);
    Caller caller = request.caller(Caller.class);
    String app = request.parameter("app");
    if (app != null && !app.isEmpty()) {
      Authorization.require(caller, Need.of(Grant.Action.FOLLOWERS, app));
      return;
    }
    boolean some =
        caller.admin()
            || caller.grants().stream().anyMatch(grant -> grant.action() == Grant.Action.FOLLOWERS);
    if (!some) {
      throw Problem.notAllowed("followers:<app>").refusal();
    }
  }

  private Answer find(Request request) {
    String unionid = required(request, "unionid");
    String app = request.parameter("app");
    if (app != null && !app.isEmpty()) {
      apps.known(app);
    }
    Caller caller = request.caller(Caller.class);
    List<Follower> found =
        followers.withUnionid(unionid).stream()
            .filter(it -> app == null || app.isEmpty() || it.app().equals(app))
            .filter(it -> visible(caller, it))
            .toList();
    return Json.answer(200, FollowerAnswers.person(unionid, following(found), found));
  }

  private boolean visible(Caller caller, Follower follower) {
    return apps.find(follower.app()).isPresent()
        && caller.may(Need.of(Grant.Action.FOLLOWERS, follower.app()));
  }

  private static boolean following(List<Follower> accounts) {
    return accounts.stream().anyMatch(Follower::subscribed);
  }

  private Answer explain(Request request) {
    String openid = required(request, "openid");
    return Json.answer(200, explanations.of(apps.known(request.variable("app")), openid));
  }

  private static String required(Request request, String name) {
    String value = request.parameter(name);
    if (value == null || value.isEmpty()) {
      throw Problem.malformed(name, "`" + name + "`: missing").refusal();
    }
    if (value.length() > LONGEST_ID) {
      throw Problem.malformed(
              name, "`" + name + "`: expected at most " + LONGEST_ID + " characters")
          .refusal();
    }
    return value;
  }

  /**
   * Whether a member follows: asked at an account, that account; asked at the app of the member's
   * login, any account of the same owner.
   */
  private Answer check(Request request) {
    Fields fields = Fields.of(request);
    String shown = fields.required("session");
    fields.nothingElse();
    App app = apps.active(request.variable("app"));
    Session session = sessions.apply(shown).orElseThrow(FollowerCalls::sessionInvalid);
    boolean here = session.app().equals(app.name());
    if (session.holder().kind() != Session.Kind.MEMBER || !(here || apps.isAccount(app))) {
      throw sessionInvalid();
    }
    Member member =
        members
            .find(session.app(), session.holder().id())
            .orElseThrow(FollowerCalls::sessionInvalid);
    Caller caller = request.caller(Caller.class);
    Set<Follower> all = accounts(member);
    List<Follower> meant =
        all.stream().filter(it -> !apps.isAccount(app) || it.app().equals(app.name())).toList();
    List<Follower> visible = meant.stream().filter(it -> visible(caller, it)).toList();
    boolean knowable = member.unionid() != null || !meant.isEmpty();
    Map<String, @Nullable Object> answer =
        FollowerAnswers.person(member.unionid(), knowable ? following(meant) : null, visible);
    if (!knowable) {
      answer.put("findings", Explanations.loginWithout());
    }
    return Json.answer(200, answer);
  }

  /** By unionid, and by openid where the member logged in to an account's own pages. */
  private Set<Follower> accounts(Member member) {
    String unionid = member.unionid();
    Set<Follower> all = new LinkedHashSet<>();
    Stream.concat(
            followers.find(member.app(), member.openid()).stream(),
            unionid == null ? Stream.of() : followers.withUnionid(unionid).stream())
        .filter(it -> apps.find(it.app()).isPresent())
        .forEach(all::add);
    return all;
  }

  private static Refusal sessionInvalid() {
    return Problem.of(
            Sort.SESSION_INVALID, "the session is unknown, over, or not one of this app's")
        .refusal();
  }
}
