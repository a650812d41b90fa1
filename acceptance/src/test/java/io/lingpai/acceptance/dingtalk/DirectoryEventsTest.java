package io.lingpai.acceptance.dingtalk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.lingpai.sandbox.dingtalk.Department;
import io.lingpai.sandbox.dingtalk.EventPush;
import io.lingpai.sandbox.dingtalk.Person;
import io.lingpai.sandbox.fault.Fault;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DingTalk tells of by itself reaches the directory, encrypted all the way. */
class DirectoryEventsTest {

  private static final String TOKEN = "crewToken";
  private static final String KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path data;
  private Office office;

  @BeforeEach
  void open() throws Exception {
    office = new Office(data, 1, Map.of("LINGPAI_OUTBOUND_ALLOW_PRIVATE", "true"));
    office.patch("/api/v1/apps/crew", Map.of("callback", Map.of("token", TOKEN, "aes_key", KEY)));
    office.crew.calledBackAt(office.url() + "/callbacks/crew", TOKEN, KEY);
    office.crew.tellsAgainAfter(Duration.ofMillis(50), Duration.ofMillis(50));
  }

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void the_address_is_checked_and_answers_with_the_sealed_word() {
    assertThat(office.crew.checksAddress().taken(PATIENCE)).isTrue();
  }

  @Test
  void who_joins_moves_and_leaves_is_so_here_without_a_synchronization() {
    office.company.has(Person.of("zhou", "周八", Department.ROOT));
    awaits("zhou", one -> one.path("name").asText().equals("周八"));

    office.company.has(Person.of("zhou", "周九", 3L).as("组长"));
    JsonNode moved = awaits("zhou", one -> one.path("name").asText().equals("周九"));
    assertThat(moved.path("position").asText()).isEqualTo("组长");
    assertThat(moved.path("department_names").get(0).asText()).isEqualTo("服务端组");

    String session = office.login("zhou").json().path("session").asText();
    office.company.leaves("zhou");
    awaits("zhou", one -> !one.path("departed_at").isNull());
    assertThat(office.introspect(session).path("active").asBoolean()).isFalse();
    assertThat(office.crew.events()).allMatch(push -> push.taken(PATIENCE));
  }

  @Test
  void many_who_join_at_once_are_all_asked_about_at_the_permitted_rate() {
    office.crew.allows(20);
    for (int i = 0; i < 40; i++) {
      office.company.has(Person.of("new" + i, "新" + i, Department.ROOT));
    }
    for (int i = 0; i < 40; i++) {
      awaits("new" + i, one -> one.path("departed_at").isNull());
    }
  }

  @Test
  void departments_that_come_go_and_are_called_otherwise_are_so_here() {
    office.login("zhang");
    office.company.renames(3, "平台组");
    awaits("zhang", one -> one.path("department_names").toString().contains("平台组"));

    long added = office.company.adds("华东", Department.ROOT);
    Office.await(() -> departments(), all -> all.contains("华东"));
    office.company.closes(added);
    Office.await(() -> departments(), all -> !all.contains("华东"));
  }

  @Test
  void an_event_that_comes_twice_late_or_for_nobody_does_no_harm() {
    office.login("zhang");
    // Says that somebody left who is there, and tells of somebody whom nobody knows.
    EventPush stale =
        office.crew.pushes(
            JSON.createObjectNode()
                .put("EventType", "user_leave_org")
                .put("TimeStamp", "1")
                .set("UserId", JSON.createArrayNode().add("zhang").add("nobody")));
    EventPush other =
        office.crew.pushes(
            JSON.createObjectNode().put("EventType", "label_user_change").put("TimeStamp", "2"));
    assertThat(stale.taken(PATIENCE)).isTrue();
    assertThat(other.taken(PATIENCE)).isTrue();

    office.company.has(Person.of("last", "末", Department.ROOT));
    awaits("last", one -> one.path("name").asText().equals("末"));
    assertThat(employee("zhang").path("departed_at").isNull()).isTrue();
    assertThat(employee("nobody").isMissingNode()).isTrue();
  }

  @Test
  void a_vendor_that_is_away_is_asked_again() {
    office.sandbox.next(Fault.refuses(-1).on("/dingtalk/oapi/topapi/v2/user/get").times(2));

    office.company.has(Person.of("zhou", "周八", Department.ROOT));

    awaits("zhou", one -> one.path("name").asText().equals("周八"));
  }

  @Test
  void what_is_sealed_with_another_key_is_refused_and_listed_as_failed() {
    office.crew.calledBackAt(
        office.url() + "/callbacks/crew", TOKEN, "ZYXdefghijklmnopqrstuvwxyz0123456789ABCDEFG");

    EventPush forged = office.crew.checksAddress();

    assertThat(forged.taken(PATIENCE)).isFalse();
    assertThat(forged.attempts()).hasSize(3).allMatch(attempt -> attempt.status() == 403);
  }

  @Test
  void a_program_may_say_where_events_go_if_that_is_granted_and_is_not_told_the_key_again()
      throws Exception {
    office.crew.forgetsAddress();
    String named = "proxy:crew/call_back/register_call_back";
    String path = "/call_back/register_call_back";
    Map<String, Object> address =
        Map.of(
            "call_back_tag",
            List.of("user_add_org"),
            "token",
            TOKEN,
            "aes_key",
            KEY,
            "url",
            office.url() + "/callbacks/crew");

    assertThat(office.oapi(office.key("proxy:crew"), path, address).path("errcode").asInt())
        .isEqualTo(60011);
    assertThat(office.oapi(office.key(named), path, address).path("errcode").asInt(9)).isZero();
    JsonNode shown = office.oapi(office.key("proxy:crew"), "/call_back/get_call_back", null);
    assertThat(shown.path("url").asText()).endsWith("/callbacks/crew");
    assertThat(shown.path("aes_key").asText()).isEqualTo("***");

    // Sealed for the company from now on, and of one sort only.
    office.company.has(Person.of("zhou", "周八", Department.ROOT));
    awaits("zhou", one -> one.path("name").asText().equals("周八"));
    office.company.renames(3, "平台组");
    assertThat(office.crew.events()).hasSize(1).allMatch(push -> push.taken(PATIENCE));
  }

  @Test
  void a_service_that_is_told_of_events_does_not_keep_dingtalk_waiting() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    List<String> bodies = new CopyOnWriteArrayList<>();
    HttpServer service = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    service.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          try {
            told.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    service.start();
    office.patch(
        "/api/v1/apps/crew",
        Map.of(
            "forward",
            List.of(
                Map.of(
                    "url",
                    "http://127.0.0.1:" + service.getAddress().getPort() + "/",
                    "secret",
                    "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))));

    office.company.leaves("zhao");
    EventPush left = office.crew.events().getLast();

    // It is taken while the service still has not answered.
    assertThat(left.taken(PATIENCE)).isTrue();
    Office.await(() -> bodies, all -> !all.isEmpty());
    told.countDown();
    assertThat(JSON.readTree(bodies.getFirst()).path("UserId").toString()).isEqualTo("[\"zhao\"]");
    service.stop(0);
  }

  @Test
  void an_app_that_sends_in_clear_cannot_be_configured() {
    Office.Answer refused =
        office.patch(
            "/api/v1/apps/crew", Map.of("callback", Map.of("token", TOKEN, "mode", "plain")));

    assertThat(refused.status()).isEqualTo(400);
  }

  private JsonNode employee(String userid) {
    return office.get("/api/v1/apps/crew/employees?userid=" + userid).json().at("/employees/0");
  }

  private JsonNode awaits(String userid, Predicate<JsonNode> asItShouldBe) {
    return Office.await(
        () -> employee(userid), one -> !one.isMissingNode() && asItShouldBe.test(one));
  }

  private String departments() {
    return office.get("/api/v1/apps/crew/departments?limit=100").json().toString();
  }
}
