package io.lingpai.server.login;

import io.lingpai.member.Member;
import io.lingpai.member.MemberStore;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Caller;
import io.lingpai.server.access.Grant;
import io.lingpai.server.access.Need;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Page;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members: look up, erase. */
final class MemberCalls {

  private final Authorization authorization;
  private final LoginApps apps;
  private final MemberStore members;
  private final InstantSource clock;

  MemberCalls(
      Authorization authorization, LoginApps apps, MemberStore members, InstantSource clock) {
    this.authorization = authorization;
    this.apps = apps;
    this.members = members;
    this.clock = clock;
  }

  List<Route> routes() {
    Route.Gate login =
        authorization.needs(request -> Need.of(Grant.Action.LOGIN, request.variable("app")));
    String grant = "login:{app}";
    String address = "/api/v1/apps/{app}/members";
    return List.of(
        Route.gated("GET", address, grant, login, this::list),
        Route.gated("GET", address + "/{id}", grant, login, this::show),
        Route.gated("DELETE", address + "/{id}", grant, login, this::erase));
  }

  private Answer list(Request request) {
    String app = apps.known(request.variable("app")).name();
    Page page = Page.of(request);
    String openid = request.parameter("openid");
    List<Member> found =
        openid == null
            ? members.list(app, request.parameter("unionid"), page.after(), page.limit() + 1)
            : members.withOpenid(app, openid).stream().toList();
    return page.answer("members", found, Member::id, MemberAnswers::shown);
  }

  private Answer show(Request request) {
    String app = apps.known(request.variable("app")).name();
    String id = request.variable("id");
    Member member = members.find(app, id).orElseThrow(MemberCalls::nobody);
    Map<String, @Nullable Object> shown = MemberAnswers.shown(member);
    shown.put("document", members.document(app, id).map(Json::object).orElse(null));
    return Json.answer(200, shown);
  }

  private Answer erase(Request request) {
    String app = apps.known(request.variable("app")).name();
    String actor = request.caller(Caller.class).keyId();
    if (!members.erase(app, request.variable("id"), actor, clock.instant())) {
      throw nobody();
    }
    return Answer.empty(204);
  }

  private static Refusal nobody() {
    return Problem.notFound("there is no member of this id").refusal();
  }
}
