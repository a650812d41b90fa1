package io.lingpai.acceptance.dingtalk;

import static io.lingpai.sandbox.fault.Fault.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.acceptance.dingtalk.Office.Answer;
import io.lingpai.sandbox.SampleApps;
import io.lingpai.sandbox.dingtalk.Department;
import io.lingpai.sandbox.dingtalk.Person;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** B4 and B5: an employee's login, and the number of every step that can fail. */
class EmployeeLoginTest {

  private static final String OAPI = "/dingtalk/oapi";
  private static final String WHO = OAPI + "/topapi/v2/user/getuserinfo";
  private static final String PERSON = OAPI + "/topapi/v2/user/get";
  private static final String TOKEN = "/dingtalk/api/v1.0/oauth2/accessToken";
  private static final String TICKET = "/dingtalk/api/v1.0/oauth2/jsapiTickets";

  @TempDir Path data;
  private Office office;

  @BeforeEach
  void open() throws Exception {
    office = new Office(data);
  }

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void a_first_visit_makes_an_employee_before_any_synchronization() {
    JsonNode answer = done(office.login("zhang"));

    JsonNode employee = answer.path("employee");
    assertThat(employee.path("userid").asText()).isEqualTo("zhang");
    assertThat(employee.path("name").asText()).isEqualTo("张三");
    assertThat(employee.path("role_id").asInt()).isZero();
    assertThat(employee.path("status").asText()).isEqualTo("active");
    assertThat(answer.path("power").asText()).isEmpty();
    assertThat(answer.at("/department/name").asText()).isEqualTo("服务端组");
    assertThat(answer.at("/top_department/name").asText()).isEqualTo("研发中心");
    assertThat(answer.path("company").asText()).isEqualTo("沙箱科技有限公司");
    assertThat(office.introspect(session(answer)).at("/employee/id"))
        .isEqualTo(employee.path("id"));
  }

  @Test
  void the_page_accepts_the_configuration_it_is_given() {
    JsonNode config = done(office.login("zhang")).path("config");

    assertThat(config.path("url").asText())
        .isEqualTo("https://crew.example.com/h5/index.html?name=张");
    assertThat(
            office.crew.pageSays(
                config.path("agentId").asText(),
                config.path("corpId").asText(),
                Office.PAGE,
                config.path("nonceStr").asText(),
                config.path("timeStamp").asText(),
                config.path("signature").asText()))
        .isEqualTo("ok");
  }

  @Test
  void of_several_departments_the_first_of_the_vendors_order_leads_however_deep() {
    long deep = Department.ROOT;
    for (int level = 1; level <= 8; level++) {
      deep = office.company.adds("第" + level + "级", deep);
    }
    long shallow = office.company.adds("总经办", Department.ROOT);
    office.company.has(Person.of("many", "孙七", deep, shallow));

    JsonNode answer = done(office.login("many"));

    assertThat(answer.at("/department/id").asText()).isEqualTo(deep + "," + shallow);
    assertThat(answer.at("/department/name").asText()).isEqualTo("第8级,总经办");
    assertThat(answer.at("/top_department/name").asText()).isEqualTo("第1级");

    office.company.has(Person.of("many", "孙七", shallow, deep));
    assertThat(done(office.login("many")).at("/top_department/name").asText()).isEqualTo("总经办");
    assertThat(done(office.login("wang")).path("top_department").isNull()).isTrue();
  }

  @Test
  void a_known_employee_is_updated_and_keeps_the_role() {
    String id = done(office.login("zhang")).at("/employee/id").asText();
    Map<String, Object> power = Map.of("orders", List.of("read", "write"));
    JsonNode role =
        office.post("/api/v1/apps/crew/roles", Map.of("name", "clerk", "power", power)).json();
    Answer changed =
        office.patch(
            "/api/v1/apps/crew/employees/" + id, Map.of("role_id", role.path("id").asInt()));
    assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
    office.company.has(Person.of("zhang", "张三丰", 4L).as("组长").reachedAt("13900000001"));

    JsonNode answer = done(office.login("zhang"));

    assertThat(answer.at("/employee/id").asText()).isEqualTo(id);
    assertThat(answer.at("/employee/name").asText()).isEqualTo("张三丰");
    assertThat(answer.at("/employee/position").asText()).isEqualTo("组长");
    assertThat(answer.at("/employee/mobile").asText()).isEqualTo("13900000001");
    assertThat(answer.at("/employee/role_id").asInt()).isEqualTo(role.path("id").asInt());
    assertThat(answer.at("/power/orders/0").asText()).isEqualTo("read");
    assertThat(answer.at("/department/name").asText()).isEqualTo("销售部");
  }

  @Test
  void first_logins_at_once_make_one_employee() throws Exception {
    List<Future<Answer>> logins = new ArrayList<>();
    try (ExecutorService phones = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        logins.add(phones.submit(() -> office.login("li")));
      }
    }

    for (Future<Answer> login : logins) {
      done(login.get());
    }
    assertThat(office.get("/api/v1/apps/crew/employees").json().path("employees")).hasSize(1);
  }

  @Test
  void missing_is_1101_and_costs_the_vendor_nothing() {
    Map<String, Object> noCode = new HashMap<>();
    noCode.put("url", Office.PAGE);
    noCode.put("auth_code", null);

    for (Map<String, ?> body :
        List.of(noCode, Map.of("auth_code", "c"), Map.of("auth_code", "", "url", Office.PAGE))) {
      fails(office.login(body), 400, "malformed", 1101);
    }
    assertThat(office.sandbox.calls().total()).isZero();
  }

  @Test
  void no_token_is_1102_and_no_ticket_1111_and_neither_spends_the_code() {
    Map<String, String> body = Map.of("auth_code", office.crew.opens("zhang"), "url", Office.PAGE);
    office.sandbox.next(refuses(40089).on(TOKEN).untilCleared());
    Answer noToken = office.login(body);
    fails(noToken, 502, "vendor-refused", 1102);
    assertThat(noToken.json().path("vendor_code").asText()).isEqualTo("invalidclientidorsecret");
    office.sandbox.faults().clear();
    office.patch("/api/v1/apps/crew", Map.of("app_secret", SampleApps.CREW_SECRET));

    office.sandbox.next(refuses(60020).on(TICKET).untilCleared());
    fails(office.login(body), 502, "vendor-refused", 1111);
    office.sandbox.faults().clear();
    office.patch("/api/v1/apps/crew", Map.of("app_secret", SampleApps.CREW_SECRET));

    done(office.login(body));
  }

  @Test
  void a_used_code_is_1103_and_so_is_a_vendor_that_does_not_say_whose_it_is() {
    Map<String, String> body = Map.of("auth_code", office.crew.opens("zhang"), "url", Office.PAGE);
    done(office.login(body));

    Answer used = office.login(body);
    fails(used, 422, "code-invalid", 1103);
    assertThat(used.json().path("vendor_code").asText()).isEqualTo("40078");
    office.sandbox.next(refuses(-1).on(WHO));
    fails(office.login("zhang"), 503, "vendor-unavailable", 1103);
  }

  @Test
  void details_the_app_may_not_see_are_1104() {
    office.sandbox.next(refuses(50002).on(PERSON));
    fails(office.login("zhang"), 502, "vendor-refused", 1104);
    office.sandbox.next(refuses(1111).on(PERSON));
    fails(office.login("zhang"), 503, "vendor-unavailable", 1104);
  }

  @Test
  void who_is_disabled_is_1105_and_logged_out() {
    JsonNode in = done(office.login("zhang"));
    String employee = "/api/v1/apps/crew/employees/" + in.at("/employee/id").asText();
    office.patch(employee, Map.of("status", "disabled"));

    fails(office.login("zhang"), 422, "employee-disabled", 1105);
    assertThat(office.introspect(session(in)).path("active").asBoolean()).isFalse();

    office.patch(employee, Map.of("status", "active"));
    done(office.login("zhang"));
  }

  @Test
  void a_store_that_fails_is_1106_1107_or_1108_and_nothing_is_written() throws Exception {
    breaks("employee", "INSERT", "NEW.userid = 'zhang'");
    fails(office.login("zhang"), 503, "not-ready", 1106);

    breaks("employee", "UPDATE", "NEW.userid = 'li'");
    fails(office.login("li"), 503, "not-ready", 1107);

    breaks("login_session", "INSERT", "NEW.app = 'crew'");
    fails(office.login("wang"), 503, "not-ready", 1108);

    assertThat(office.get("/api/v1/apps/crew/employees").json().path("employees")).isEmpty();
    assertThat(office.get("/api/v1/apps/crew/departments").json().path("departments")).isEmpty();
  }

  @Test
  void a_token_that_died_early_is_replaced_within_the_login(@TempDir Path other) throws Exception {
    try (Office quick = new Office(other, 24)) {
      done(quick.login("zhang"));
      quick.crew.revokesToken(false);
      Map<String, String> body = Map.of("auth_code", quick.crew.opens("li"), "url", Office.PAGE);

      // Right after it was given, a refusal may be the vendor's own replication.
      Answer answer = Office.await(() -> quick.login(body), one -> one.status() == 200);

      assertThat(answer.json().at("/employee/userid").asText()).isEqualTo("li");
    }
  }

  @Test
  void what_a_person_calls_themselves_is_stored_as_the_text_it_is() {
    String name = "'; DROP TABLE employee; --<x>&\"{}\u202E张";
    office.company.has(Person.of("bobby", name, Department.ROOT).as("</script>"));

    JsonNode answer = done(office.login("bobby"));

    assertThat(answer.at("/employee/name").asText()).isEqualTo(name);
    assertThat(answer.at("/employee/position").asText()).isEqualTo("</script>");
  }

  /** The store refuses this from now on. */
  private void breaks(String table, String change, String when) throws Exception {
    office.stop();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("lingpai.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TRIGGER breaks_%s_%s BEFORE %s ON %s WHEN %s BEGIN SELECT RAISE(ABORT, 'no'); END"
              .formatted(table, change, change, table, when));
    }
    office.start();
  }

  private static String session(JsonNode answer) {
    return answer.path("session").asText();
  }

  private static JsonNode done(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json();
  }

  private static void fails(Answer answer, int status, String problem, int legacyCode) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.problem()).as(answer.toString()).isEqualTo("/problems/" + problem);
    assertThat(answer.legacyCode()).as(answer.toString()).isEqualTo(legacyCode);
  }
}
