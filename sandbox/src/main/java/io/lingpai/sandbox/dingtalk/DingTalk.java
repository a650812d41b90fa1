package io.lingpai.sandbox.dingtalk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Answer;
import io.lingpai.sandbox.http.Json;
import io.lingpai.sandbox.http.Request;
import io.lingpai.sandbox.vendor.Values;
import io.lingpai.sandbox.vendor.Vendor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plays DingTalk's two hosts, each beneath a prefix: {@code /dingtalk/api} the newer, {@code
 * /dingtalk/oapi} the older. A token of one is good on the other.
 */
public final class DingTalk implements Vendor {
  public static final String API = "/dingtalk/api";
  public static final String OAPI = "/dingtalk/oapi";

  private static final String COMPANY = "沙箱科技有限公司";

  private final InstantSource clock;
  private final Values values;
  private final Duration life;
  private final Map<String, Desk> apps = new LinkedHashMap<>();
  private final Map<String, Company> companies = new LinkedHashMap<>();

  /**
   * @param life of tokens and tickets; codes live a 24th of it
   */
  public DingTalk(InstantSource clock, Values values, Duration life) {
    this.clock = clock;
    this.values = values;
    this.life = life;
  }

  /** An app, and its company if that is new. One app of each key. */
  public synchronized void add(DingTalkApp app) {
    if (apps.containsKey(app.key())) {
      throw new IllegalArgumentException("key: " + app.key() + " (expected: one there is not yet)");
    }
    Company company =
        companies.computeIfAbsent(app.corpId(), corpId -> new Company(corpId, COMPANY));
    apps.put(app.key(), new Desk(app, company, clock, values, life));
  }

  /** What DingTalk holds of an app, and what can be done to it. */
  public synchronized Desk app(String key) {
    Desk desk = apps.get(key);
    if (desk == null) {
      throw new IllegalArgumentException("app: " + key + " (expected: one there is)");
    }
    return desk;
  }

  public synchronized Company company(String corpId) {
    Company company = companies.get(corpId);
    if (company == null) {
      throw new IllegalArgumentException("company: " + corpId + " (expected: one there is)");
    }
    return company;
  }

  public synchronized List<Desk> apps() {
    return List.copyOf(apps.values());
  }

  @Override
  public String name() {
    return "dingtalk";
  }

  @Override
  public boolean owns(String path) {
    return path.startsWith(API + "/") || path.startsWith(OAPI + "/");
  }

  @Override
  public Optional<String> appOf(Request request) {
    Call call = call(request);
    Optional<String> named =
        call.text("appkey")
            .or(() -> call.text("corpid"))
            .or(() -> call.text("appKey"))
            .or(() -> call.text("client_id"))
            .or(() -> call.text("clientId"));
    return named.or(() -> call.token().flatMap(this::holder).map(desk -> desk.app().key()));
  }

  @Override
  public Answer answer(Request request) {
    Call call = call(request);
    try {
      return call.newer() ? newer(call) : older(call);
    } catch (Refused refused) {
      return refusal(request, refused.code());
    }
  }

  @Override
  public Answer refusal(Request request, int code) {
    Call call = call(request);
    return Refusal.of(code, request).answer(call.newer(), call.path());
  }

  @Override
  public synchronized void reset() {
    apps.clear();
    companies.clear();
  }

  private static Call call(Request request) {
    boolean newer = request.path().startsWith(API + "/");
    return Call.of(request, request.path().substring((newer ? API : OAPI).length()), newer);
  }

  private Answer newer(Call call) {
    switch (call.path()) {
      case "/v1.0/oauth2/accessToken" -> {
        call.demandMethod("POST");
        if (call.json().isEmpty()) {
          throw new Refused(400002);
        }
        Desk desk = authenticated(call, "appKey", "appSecret", false);
        return Answer.json(
            200,
            Json.object()
                .put("expireIn", desk.lifeInSeconds())
                .put("accessToken", desk.issueToken()));
      }
      case "/v1.0/oauth2/jsapiTickets" -> {
        call.demandMethod("POST");
        Desk desk = withToken(call);
        return Answer.json(
            200,
            Json.object()
                .put("jsapiTicket", desk.issueTicket())
                .put("expireIn", desk.lifeInSeconds()));
      }
      case "/v1.0/oauth2/userAccessToken" -> {
        call.demandMethod("POST");
        return Answer.json(200, userToken(call));
      }
      case "/v1.0/contact/users/search" -> {
        call.demandMethod("POST");
        Desk desk = withToken(call);
        return Answer.json(200, DirectoryEndpoints.search(desk, call.demand("queryWord")));
      }
      case "/v1.0/contact/users/me" -> {
        call.demandMethod("GET");
        return Answer.json(200, me(call));
      }
      default -> throw new Refused(404);
    }
  }

  private ObjectNode userToken(Call call) {
    Desk desk = authenticated(call, "clientId", "clientSecret", false);
    return switch (call.demand("grantType")) {
      case "authorization_code" -> desk.consents().redeem(call.demand("code"));
      case "refresh_token" -> desk.consents().refresh(call.demand("refreshToken"));
      default -> throw new Refused(400002);
    };
  }

  /** What a person's token tells of them. */
  private ObjectNode me(Call call) {
    String token = call.token().orElseThrow(() -> new Refused(41001));
    for (Desk desk : apps()) {
      Optional<Person> person = desk.consents().holder(token).flatMap(desk.company()::person);
      if (person.isPresent()) {
        return Json.object()
            .put("nick", person.get().name())
            .put("unionId", person.get().unionid())
            .put("openId", "open-" + desk.app().key() + "-" + person.get().userid())
            .put("mobile", person.get().mobile())
            .put("stateCode", "86");
      }
    }
    throw new Refused(Refusal.TOKEN_INVALID);
  }

  private Answer older(Call call) {
    if (call.path().equals("/gettoken")) {
      call.demandMethod("GET");
      boolean old = call.text("corpid").isPresent();
      Desk desk =
          old
              ? authenticated(call, "corpid", "corpsecret", true)
              : authenticated(call, "appkey", "appsecret", false);
      ObjectNode issued = Json.object().put("access_token", desk.issueToken());
      // Credentials of before 2018 are answered without a life.
      return good(old ? issued : issued.put("expires_in", desk.lifeInSeconds()));
    }
    if (call.path().startsWith(CallBackEndpoints.BENEATH)) {
      return good(CallBackEndpoints.fields(withToken(call), call));
    }
    if (!call.path().startsWith("/topapi/")) {
      call.demandMethod("GET");
      ObjectNode fields = OlderEndpoints.fields(withToken(call), call);
      if (fields == null) {
        throw new Refused(404);
      }
      return good(fields);
    }
    call.demandMethod("POST");
    Desk desk = withToken(call);
    JsonNode result =
        call.path().equals("/topapi/v2/user/getuserinfo")
            ? who(desk.redeem(call.demand("code")))
            : DirectoryEndpoints.result(desk, call);
    if (result == null) {
      throw new Refused(404);
    }
    return good(Json.object().set("result", result));
  }

  private static JsonNode who(Person person) {
    return Json.object()
        .put("userid", person.userid())
        .put("unionid", person.unionid())
        .put("name", person.name())
        .put("device_id", "sandbox")
        .put("sys", false)
        .put("sys_level", 0);
  }

  private static Answer good(ObjectNode fields) {
    ObjectNode body = Json.object().put("errcode", 0).put("errmsg", "ok");
    body.setAll(fields);
    return Answer.json(200, body.put("request_id", "sandbox"));
  }

  private Desk authenticated(Call call, String key, String secret, boolean ofTheCompany) {
    Desk desk = known(call.text(key).orElseThrow(() -> new Refused(41002)));
    String given = call.text(secret).orElseThrow(() -> new Refused(41004));
    if (desk.app().ofTheCompany() != ofTheCompany || !desk.knows(given)) {
      throw new Refused(40089);
    }
    desk.admit(call.path(), call.request().client(), false);
    return desk;
  }

  private Desk withToken(Call call) {
    String token = call.token().orElseThrow(() -> new Refused(41001));
    Desk desk = holder(token).orElseThrow(() -> new Refused(Refusal.TOKEN_INVALID));
    desk.admit(call.path(), call.request().client(), true);
    return desk;
  }

  private synchronized Desk known(String key) {
    Desk desk = apps.get(key);
    if (desk == null) {
      throw new Refused(40089);
    }
    return desk;
  }

  private synchronized Optional<Desk> holder(String token) {
    return apps.values().stream().filter(desk -> desk.holds(token)).findFirst();
  }
}
