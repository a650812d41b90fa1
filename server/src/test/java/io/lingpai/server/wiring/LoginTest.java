package io.lingpai.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.fault.Fault;
import io.lingpai.sandbox.wechat.ClientData;
import io.lingpai.sandbox.wechat.ClientData.Lie;
import io.lingpai.sandbox.wechat.MiniClient;
import io.lingpai.sandbox.wechat.Users;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.server.wiring.RunningServer.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mini-program logins by the native API, against the sandbox. */
class LoginTest {

  private static final String MINI = "wx00000000000000cc";
  private static final String EXCHANGE = "/sns/jscode2session";

  @TempDir static Path data;
  private static RunningServer server;
  private static String key;
  private static Users users;
  private static MiniClient phone;
  private String user;

  @BeforeAll
  static void start() throws Exception {
    server = new RunningServer(data, Map.of()).withShop();
    server.sandbox.wechat().add(WeChatApp.mini(MINI, RunningServer.SECRET).boundToOpenPlatform());
    Answer added =
        server.post(
            RunningServer.ADMIN,
            "/api/v1/apps",
            Map.of(
                "name",
                "mini",
                "platform",
                "wechat-mini",
                "appid",
                MINI,
                "secret",
                RunningServer.SECRET));
    assertThat(added.status()).as(added.body()).isEqualTo(201);
    key = server.key("login:mini", "decrypt:mini", "login:shop");
    users = server.sandbox.wechat().users(MINI);
    phone = server.sandbox.wechat().client(MINI);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void somebody_comes_by() {
    user = users.add(false);
  }

  @Test
  void a_code_opens_a_session_that_can_be_asked_about_and_ended() throws Exception {
    Answer first = login(Map.of("code", users.opensMiniProgram(user), "client_ip", "203.0.113.7"));
    assertThat(first.status()).as(first.body()).isEqualTo(200);
    JsonNode member = first.json().get("member");
    assertThat(first.json().get("new_member").asBoolean()).isTrue();
    assertThat(member.get("openid").asText()).isEqualTo(user);
    assertThat(member.get("unionid").asText()).startsWith("o");
    assertThat(member.get("nickname").asText()).isEqualTo("用户昵称");
    assertThat(member.get("created_ip").asText()).isEqualTo("203.0.113.7");
    assertThat(first.body()).doesNotContain("SBXSESSIONKEY");

    String session = first.json().get("session").asText();
    JsonNode asked = introspect(session);
    assertThat(asked.get("active").asBoolean()).isTrue();
    assertThat(asked.get("app").asText()).isEqualTo("mini");
    assertThat(asked.get("member")).isEqualTo(member);

    assertThat(revoke(Map.of("session", session)).get("revoked").asInt()).isEqualTo(1);
    assertThat(introspect(session).toString()).isEqualTo("{\"active\":false}");
    assertThat(introspect("lps_unknown").toString()).isEqualTo("{\"active\":false}");
  }

  @Test
  void what_the_client_tells_is_checked_and_taken_over() throws Exception {
    phone.isCalled(user, "一二三四五六七八九十😀😀😀", "https://a.cn/new.png");
    String code = users.opensMiniProgram(user);
    Answer answer = login(with(code, phone.profile(user)));

    JsonNode member = answer.json().get("member");
    assertThat(member.get("nickname").asText()).isEqualTo("一二三四五六七八九十😀😀");
    assertThat(member.get("avatar").asText()).isEqualTo("https://a.cn/new.png");

    phone.isCalled(user, "'; DROP TABLE", null);
    JsonNode again = login(with(users.opensMiniProgram(user), phone.profile(user))).json();
    assertThat(again.get("new_member").asBoolean()).isFalse();
    assertThat(again.get("member").get("nickname").asText()).isEqualTo("'; DROP TABL");
    assertThat(again.get("member").get("login_count").asInt()).isEqualTo(2);
  }

  @Test
  void each_failure_has_its_problem_and_its_old_number() throws Exception {
    fails(Map.of(), 400, "malformed", 1);
    fails(Map.of("code", ""), 400, "malformed", 1);
    fails(lying(Lie.WRONG_SIGNATURE), 422, "signature-mismatch", 22);
    fails(lying(Lie.OTHER_PERSON), 422, "openid-mismatch", 1);
    fails(lying(Lie.OTHER_APP), 422, "appid-mismatch", 2);
    fails(lying(Lie.OLD), 422, "data-expired", 3);
    fails(encrypted(Lie.OTHER_KEY), 422, "decryption-failed", -41003);
    fails(encrypted(Lie.NO_JSON), 422, "decryption-failed", -41004);
    Map<String, Object> badIv = encrypted(Lie.NONE);
    badIv.put("iv", "short");
    fails(badIv, 422, "decryption-failed", -41002);
    fails(Map.of("code", "nonsense"), 422, "code-invalid", 40029);
    String used = users.opensMiniProgram(user);
    assertThat(login(Map.of("code", used)).status()).isEqualTo(200);
    Answer again = fails(Map.of("code", used, "client_ip", "::1"), 422, "code-invalid", 40163);
    assertThat(again.json().get("detail").asText()).contains("here, ").contains("other fields");
    users.isBlocked(user, true);
    fails(Map.of("code", users.opensMiniProgram(user)), 422, "user-blocked", 40226);
    server.sandbox.next(Fault.refuses(45011).on(EXCHANGE));
    fails(Map.of("code", "x"), 429, "too-many", 45011);
    server.sandbox.next(Fault.refuses(40125).on(EXCHANGE));
    fails(Map.of("code", "x"), 502, "vendor-refused", 40125);
    server.sandbox.next(Fault.losesTheAnswer().on(EXCHANGE));
    assertThat(login(Map.of("code", "y")).status()).isEqualTo(503);
  }

  @Test
  void the_same_request_again_costs_nothing_and_is_answered_alike() throws Exception {
    Map<String, Object> request = with(users.opensMiniProgram(user), phone.profile(user));
    long before = server.sandbox.calls().count(EXCHANGE);
    List<Answer> answers = new ArrayList<>();
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> taps = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        taps.add(many.submit(() -> login(request)));
      }
      for (Future<Answer> tap : taps) {
        answers.add(tap.get());
      }
    }
    server.restart();
    answers.add(login(request));

    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(answers).extracting(Answer::body).containsOnly(answers.getFirst().body());
    assertThat(server.sandbox.calls().count(EXCHANGE)).isEqualTo(before + 1);
    assertThat(server.dataAsText())
        .doesNotContain(answers.getFirst().json().get("session").asText());

    Map<String, Object> lie = lying(Lie.OLD);
    String problem = login(lie).json().get("detail").asText();
    assertThat(login(lie).json().get("detail").asText()).isEqualTo(problem);
    assertThat(login(lie).json().get("legacy_code").asInt()).isEqualTo(3);
    assertThat(server.sandbox.calls().count(EXCHANGE)).isEqualTo(before + 2);
  }

  @Test
  void many_first_logins_of_one_user_at_once_make_one_member() throws Exception {
    List<Answer> answers = new ArrayList<>();
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> logins = new ArrayList<>();
      for (int i = 0; i < 99; i++) {
        String code = users.opensMiniProgram(user);
        logins.add(many.submit(() -> login(Map.of("code", code))));
      }
      for (Future<Answer> one : logins) {
        answers.add(one.get());
      }
    }
    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(answers.stream().map(one -> one.json().at("/member/id").asText()).distinct())
        .hasSize(1);
    assertThat(answers.stream().filter(one -> one.json().get("new_member").asBoolean())).hasSize(1);
    String session = answers.getFirst().json().get("session").asText();
    assertThat(revoke(Map.of("session", session, "all", true)).get("revoked").asInt())
        .isEqualTo(99);
    assertThat(
            introspect(answers.getLast().json().get("session").asText()).get("active").asBoolean())
        .isFalse();
  }

  @Test
  void data_opens_under_the_key_before_too_and_a_unionid_learnt_is_kept() throws Exception {
    server.sandbox.wechat().users(MINI).withholdsUnionid(user, 2);
    JsonNode first = login(Map.of("code", users.opensMiniProgram(user))).json();
    String session = first.get("session").asText();
    assertThat(first.at("/member/unionid").isNull()).isTrue();

    ClientData before = phone.profile(user);
    users.changesSessionKey(user);
    Answer renewed =
        post("session-keys", Map.of("code", users.opensMiniProgram(user), "session", session));
    assertThat(renewed.status()).as(renewed.body()).isEqualTo(200);

    Answer opened = decrypt(session, before);
    assertThat(opened.status()).as(opened.body()).isEqualTo(200);
    assertThat(opened.json().at("/data/openId").asText()).isEqualTo(user);
    assertThat(decrypt(session, phone.profile(user)).status()).isEqualTo(200);
    assertThat(
            decrypt(session, phone.phone(user, Lie.NONE)).json().at("/data/phoneNumber").asText())
        .startsWith("138");
    assertThat(
            decrypt(session, phone.profile(user, Lie.OTHER_APP)).json().get("legacy_code").asInt())
        .isEqualTo(2);
    assertThat(introspect(session).at("/member/unionid").asText()).startsWith("o");

    String other = users.add(false);
    Answer conflict =
        post("session-keys", Map.of("code", users.opensMiniProgram(other), "session", session));
    assertThat(conflict.status()).isEqualTo(409);
    assertThat(decrypt("lps_none", before).json().get("type").asText())
        .isEqualTo("/problems/session-invalid");
  }

  @Test
  void a_phone_number_comes_for_its_code_and_a_session_key_can_be_checked_and_reset()
      throws Exception {
    String session =
        login(Map.of("code", users.opensMiniProgram(user))).json().get("session").asText();
    Answer told =
        post("phone-numbers", Map.of("code", phone.sharesPhoneNumber(user), "session", session));
    assertThat(told.status()).as(told.body()).isEqualTo(200);
    assertThat(told.json().get("pure_phone_number").asText()).startsWith("138");
    assertThat(told.json().get("country_code").asText()).isEqualTo("86");
    Answer login = post("phone-numbers", Map.of("code", users.opensMiniProgram(user)));
    assertThat(login.json().get("legacy_code").asInt()).isEqualTo(40029);

    assertThat(post("session-key-checks", Map.of("session", session)).body())
        .isEqualTo("{\"valid\":true}");
    users.changesSessionKey(user);
    assertThat(post("session-key-checks", Map.of("session", session)).body())
        .isEqualTo("{\"valid\":false}");
    post("session-keys", Map.of("code", users.opensMiniProgram(user), "session", session));
    assertThat(post("session-key-resets", Map.of("session", session)).body())
        .isEqualTo("{\"reset\":true}");
    assertThat(decrypt(session, phone.profile(user)).status()).isEqualTo(200);
  }

  @Test
  void a_member_is_found_and_erased() throws Exception {
    JsonNode told = login(Map.of("code", users.opensMiniProgram(user))).json();
    String id = told.at("/member/id").asText();
    String address = "/api/v1/apps/mini/members";
    assertThat(server.get(key, address + "?openid=" + user).json().at("/members/0"))
        .isEqualTo(told.get("member"));
    assertThat(
            server
                .get(key, address + "?unionid=" + told.at("/member/unionid").asText())
                .json()
                .at("/members/0/id")
                .asText())
        .isEqualTo(id);
    assertThat(server.get(key, address + "/" + id).json().at("/document/openid").asText())
        .isEqualTo(user);

    assertThat(server.delete(key, address + "/" + id).status()).isEqualTo(204);
    assertThat(server.get(key, address + "/" + id).status()).isEqualTo(404);
    assertThat(introspect(told.get("session").asText()).get("active").asBoolean()).isFalse();
  }

  @Test
  void a_web_page_logs_in_with_what_its_visitor_agreed_to() throws Exception {
    Users visitors = server.sandbox.wechat().users(RunningServer.OFFICIAL);
    String visitor = visitors.add(true);
    JsonNode silent =
        server
            .post(
                key,
                "/api/v1/apps/shop/oauth-logins",
                Map.of("code", visitors.consents(visitor, "snsapi_base")))
            .json();
    assertThat(silent.at("/member/openid").asText()).isEqualTo(visitor);
    assertThat(silent.at("/member/nickname").asText()).isEqualTo("用户昵称");
    JsonNode open =
        server
            .post(
                key,
                "/api/v1/apps/shop/oauth-logins",
                Map.of("code", visitors.consents(visitor, "snsapi_userinfo")))
            .json();
    assertThat(open.at("/member/id")).isEqualTo(silent.at("/member/id"));
    assertThat(open.at("/member/nickname").asText()).isNotEqualTo("用户昵称");
    assertThat(open.at("/member/avatar").asText()).startsWith("https://thirdwx.qlogo.cn/");
  }

  @Test
  void a_key_sees_only_the_sessions_of_its_apps() throws Exception {
    String session =
        login(Map.of("code", users.opensMiniProgram(user))).json().get("session").asText();
    String stranger = server.key("login:shop");
    assertThat(
            server
                .post(stranger, "/api/v1/sessions/introspections", Map.of("session", session))
                .body())
        .isEqualTo("{\"active\":false}");
    assertThat(
            server
                .post(stranger, "/api/v1/sessions/revocations", Map.of("session", session))
                .body())
        .isEqualTo("{\"revoked\":0}");
    assertThat(
            server
                .post(
                    server.key("watch"),
                    "/api/v1/sessions/introspections",
                    Map.of("session", session))
                .status())
        .isEqualTo(403);
    assertThat(server.post(stranger, "/api/v1/apps/mini/logins", Map.of("code", "x")).status())
        .isEqualTo(403);
  }

  private Map<String, Object> lying(Lie lie) {
    return with(users.opensMiniProgram(user), phone.profile(user, lie));
  }

  private Map<String, Object> encrypted(Lie lie) {
    Map<String, Object> request = lying(lie);
    request.remove("raw_data");
    request.remove("signature");
    return request;
  }

  private static Map<String, Object> with(String code, ClientData data) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("code", code);
    request.put("raw_data", data.rawData());
    request.put("signature", data.signature());
    request.put("encrypted_data", data.encryptedData());
    request.put("iv", data.iv());
    return request;
  }

  private static Answer fails(Map<String, Object> request, int status, String slug, int legacy)
      throws Exception {
    Answer answer = login(request);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().get("type").asText()).isEqualTo("/problems/" + slug);
    assertThat(answer.json().get("legacy_code").asInt()).isEqualTo(legacy);
    return answer;
  }

  private static Answer login(Map<String, Object> request) throws Exception {
    return post("logins", request);
  }

  private static Answer decrypt(String session, ClientData data) throws Exception {
    return post(
        "decryptions",
        Map.of("session", session, "encrypted_data", data.encryptedData(), "iv", data.iv()));
  }

  private static Answer post(String call, Object body) throws Exception {
    return server.post(key, "/api/v1/apps/mini/" + call, body);
  }

  private static JsonNode introspect(String session) throws Exception {
    return server.post(key, "/api/v1/sessions/introspections", Map.of("session", session)).json();
  }

  private static JsonNode revoke(Map<String, Object> which) throws Exception {
    return server.post(key, "/api/v1/sessions/revocations", which).json();
  }
}
