package io.lingpai.server.login;

import io.lingpai.app.App;
import io.lingpai.login.Identity;
import io.lingpai.login.MiniProgram;
import io.lingpai.member.Arrival;
import io.lingpai.member.LoginAnswers;
import io.lingpai.member.Member;
import io.lingpai.member.MemberStore;
import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
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
import io.lingpai.server.problem.Sort;
import io.lingpai.session.Session;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Codes in, sessions out. */
final class LoginCalls {

  private final Authorization authorization;
  private final LoginApps apps;
  private final Logins logins;
  private final WebLogins webLogins;
  private final Replays replays;
  private final Sessions sessions;
  private final MemberStore members;
  private final LoginAnswers answers;
  private final InstantSource clock;

  LoginCalls(
      Authorization authorization,
      LoginApps apps,
      Logins logins,
      WebLogins webLogins,
      Replays replays,
      Sessions sessions,
      MemberStore members,
      LoginAnswers answers,
      InstantSource clock) {
    this.authorization = authorization;
    this.apps = apps;
    this.logins = logins;
    this.webLogins = webLogins;
    this.replays = replays;
    this.sessions = sessions;
    this.members = members;
    this.answers = answers;
    this.clock = clock;
  }

  List<Route> routes() {
    Route.Gate login =
        authorization.needs(request -> Need.of(Grant.Action.LOGIN, request.variable("app")));
    String grant = "login:{app}";
    String app = "/api/v1/apps/{app}";
    return List.of(
        Route.gated("POST", app + "/logins", grant, login, this::login),
        Route.gated("POST", app + "/oauth-logins", grant, login, this::webLogin),
        Route.gated("POST", app + "/session-keys", grant, login, this::replaceKey));
  }

  private Answer login(Request request) {
    return Json.answer(200, logins.login(LoginRequest.ofMiniProgram(request)));
  }

  private Answer webLogin(Request request) {
    return Json.answer(200, webLogins.login(LoginRequest.ofWebPage(request)));
  }

  private Answer replaceKey(Request request) {
    Fields fields = Fields.of(request);
    String code = LoginRequest.code(fields);
    String shown = fields.required("session");
    fields.nothingElse();
    App app = apps.active(request.variable("app"));
    MiniProgram mini = apps.miniProgram(app);
    Session session = sessions.required(app.name(), shown);
    String keyId = request.caller(Caller.class).keyId();
    Arrival.Request known =
        new Arrival.Request(
            Hashes.of("session-key", app.name(), keyId, code, shown),
            LoginRequest.codeHash(app.name(), code));
    return Json.answer(
        200, replays.once(app.name(), known, () -> replaceKey(app, mini, session, code, known)));
  }

  private Secret replaceKey(
      App app, MiniProgram mini, Session session, String code, Arrival.Request request) {
    Member member =
        members.find(app.name(), session.holder().id()).orElseThrow(LoginProblems::sessionInvalid);
    Finding<Identity> found = logins.exchange(app, mini, code, request);
    if (LoginProblems.saysUsed(found)) {
      return logins.usedBefore(app, request, found);
    }
    if (!(found instanceof Finding.Found<Identity>(Identity identity))) {
      throw LoginProblems.of(found);
    }
    if (!identity.openid().equals(member.openid())) {
      throw Problem.of(Sort.CONFLICT, "the code is another person's than the session").refusal();
    }
    members.replaceSessionKey(app.name(), member.id(), identity.sessionKey(), clock.instant());
    String unionid = identity.unionid();
    if (unionid != null && !unionid.equals(member.unionid())) {
      members.learnUnionid(app.name(), member.id(), unionid);
    }
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("renewed", true);
    MemberAnswers.putEnd(shown, "session_", session.expiresAt(), clock.instant());
    shown.put("member_id", member.id());
    Secret answer = Secret.of(Json.text(shown));
    answers.keep(app.name(), request, answer, clock.instant());
    return answer;
  }
}
