package io.lingpai.server.login;

import io.lingpai.app.App;
import io.lingpai.login.MiniProgram;
import io.lingpai.login.OpenData;
import io.lingpai.login.Phone;
import io.lingpai.member.Member;
import io.lingpai.member.MemberStore;
import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.Authorization;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a session key opens; the key itself stays here. */
final class DataCalls {

  private final Authorization authorization;
  private final LoginApps apps;
  private final Logins logins;
  private final Sessions sessions;
  private final MemberStore members;
  private final InstantSource clock;

  DataCalls(
      Authorization authorization,
      LoginApps apps,
      Logins logins,
      Sessions sessions,
      MemberStore members,
      InstantSource clock) {
    this.authorization = authorization;
    this.apps = apps;
    this.logins = logins;
    this.sessions = sessions;
    this.members = members;
    this.clock = clock;
  }

  List<Route> routes() {
    Route.Gate decrypt =
        authorization.needs(request -> Need.of(Grant.Action.DECRYPT, request.variable("app")));
    Route.Gate login =
        authorization.needs(request -> Need.of(Grant.Action.LOGIN, request.variable("app")));
    String app = "/api/v1/apps/{app}";
    return List.of(
        Route.gated("POST", app + "/decryptions", "decrypt:{app}", decrypt, this::decrypt),
        Route.gated("POST", app + "/phone-numbers", "decrypt:{app}", decrypt, this::phone),
        Route.gated("POST", app + "/session-key-checks", "login:{app}", login, this::check),
        Route.gated("POST", app + "/session-key-resets", "login:{app}", login, this::reset));
  }

  private Answer decrypt(Request request) {
    Fields fields = Fields.of(request);
    String shown = fields.required("session");
    String data =
        fields
            .text("encrypted_data", LoginRequest.LONGEST_DATA)
            .orElseThrow(() -> fields.wrong("encrypted_data", "missing"));
    String iv = fields.required("iv");
    fields.nothingElse();
    App app = apps.active(request.variable("app"));
    MiniProgram mini = apps.miniProgram(app);
    Member member = member(app, shown);
    OpenData.Opened opened = open(app, mini, member, data, iv);
    logins.judge(opened, member.openid(), false, app);
    String unionid = opened.unionid();
    if (unionid != null && !unionid.equals(member.unionid())) {
      members.learnUnionid(app.name(), member.id(), unionid);
    }
    return Json.answer(
        200, Map.of("data", Json.object(opened.json().getBytes(StandardCharsets.UTF_8))));
  }

  /** Data on its way while the key changed was made under the key before. */
  private OpenData.Opened open(App app, MiniProgram mini, Member member, String data, String iv) {
    OpenData.Closed closed = null;
    for (Secret key : members.sessionKeys(app.name(), member.id(), clock.instant())) {
      switch (mini.open(key, data, iv)) {
        case OpenData.Opened opened -> {
          return opened;
        }
        case OpenData.Closed why -> closed = closed == null ? why : closed;
      }
    }
    throw closed == null ? noKey() : LoginProblems.closed(closed);
  }

  private Answer phone(Request request) {
    Fields fields = Fields.of(request);
    String code = LoginRequest.code(fields);
    Optional<String> shown = fields.text("session");
    fields.nothingElse();
    App app = apps.active(request.variable("app"));
    MiniProgram mini = apps.miniProgram(app);
    String openid = shown.map(it -> member(app, it).openid()).orElse(null);
    Phone phone =
        found(
            apps.askWithToken(
                app, token -> mini.phone(app, token, code, openid, LoginApps.ANSWER_WITHIN)));
    if (!phone.appid().isEmpty() && !phone.appid().equals(app.vendorId())) {
      throw LoginProblems.wrong(OpenData.Fault.OTHER_APP, Duration.ZERO);
    }
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("phone_number", phone.number());
    answer.put("pure_phone_number", phone.pureNumber());
    answer.put("country_code", phone.countryCode());
    return Json.answer(200, answer);
  }

  private Answer check(Request request) {
    App app = apps.active(request.variable("app"));
    MiniProgram mini = apps.miniProgram(app);
    Member member = member(app, sessionOnly(request));
    Secret key = currentKey(app, member);
    boolean current =
        found(
            apps.askWithToken(
                app,
                token ->
                    mini.isCurrent(app, token, member.openid(), key, LoginApps.ANSWER_WITHIN)));
    return Json.answer(200, Map.of("valid", current));
  }

  private Answer reset(Request request) {
    App app = apps.active(request.variable("app"));
    MiniProgram mini = apps.miniProgram(app);
    Member member = member(app, sessionOnly(request));
    Secret key = currentKey(app, member);
    Secret next =
        found(
            apps.askWithToken(
                app,
                token -> mini.reset(app, token, member.openid(), key, LoginApps.ANSWER_WITHIN)));
    members.replaceSessionKey(app.name(), member.id(), next, clock.instant());
    return Json.answer(200, Map.of("reset", true));
  }

  private static String sessionOnly(Request request) {
    Fields fields = Fields.of(request);
    String shown = fields.required("session");
    fields.nothingElse();
    return shown;
  }

  private Member member(App app, String shown) {
    Session session = sessions.required(app.name(), shown);
    return members
        .find(app.name(), session.holder().id())
        .orElseThrow(LoginProblems::sessionInvalid);
  }

  private Secret currentKey(App app, Member member) {
    return members.sessionKeys(app.name(), member.id(), clock.instant()).stream()
        .findFirst()
        .orElseThrow(DataCalls::noKey);
  }

  private static RuntimeException noKey() {
    return Problem.of(
            Sort.DECRYPTION_FAILED,
            "no session key of this member is known here; let them log in with a new code")
        .refusal();
  }

  private static <T> T found(Finding<T> finding) {
    if (finding instanceof Finding.Found<T>(T what)) {
      return what;
    }
    throw LoginProblems.of(finding);
  }
}
