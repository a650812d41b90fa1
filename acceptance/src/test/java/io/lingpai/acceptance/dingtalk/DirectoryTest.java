package io.lingpai.acceptance.dingtalk;

import static io.lingpai.sandbox.fault.Fault.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.dingtalk.Department;
import io.lingpai.sandbox.dingtalk.Person;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** B6: departments and employees in our own tables. */
class DirectoryTest {

  private static final String APP = "/api/v1/apps/crew";

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
  void everybody_and_every_department_is_there_after_a_synchronization() {
    office.company.grows(30, 400, 6, 3);

    JsonNode sync = office.synchronize();

    assertThat(sync.path("state").asText()).as(sync.toString()).isEqualTo("done");
    assertThat(sync.at("/employees/added").asInt()).isEqualTo(office.company.people().size());
    assertThat(sync.path("done")).isEqualTo(sync.path("total"));
    assertSame();
  }

  @Test
  void a_second_synchronization_says_what_is_different() {
    office.synchronize();
    String session = office.login("zhang").json().path("session").asText();
    office.company.leaves("zhang");
    office.company.has(Person.of("zhou", "周八", Department.ROOT));
    office.company.renames(4, "华东销售部");
    office.company.closes(office.company.adds("临时组", Department.ROOT));

    JsonNode sync = office.synchronize();

    assertThat(sync.at("/employees/added").asInt()).isEqualTo(1);
    assertThat(sync.at("/employees/departed").asInt()).isEqualTo(1);
    // The one whose department has another name now.
    assertThat(sync.at("/employees/changed").asInt()).isEqualTo(1);
    assertThat(sync.at("/departments/changed").asInt()).isEqualTo(1);
    assertThat(office.introspect(session).path("active").asBoolean()).isFalse();
    JsonNode gone = office.get(APP + "/employees?userid=zhang").json().at("/employees/0");
    assertThat(gone.path("departed_at").isTextual()).isTrue();

    office.company.has(Person.of("zhang", "张三", Department.ROOT));
    JsonNode back = office.synchronize();
    assertThat(back.at("/employees/returned").asInt()).isEqualTo(1);
    assertSame();
  }

  @Test
  void a_disabled_employee_stays_disabled_and_a_role_stays_given() {
    office.synchronize();
    JsonNode role =
        office.post(APP + "/roles", Map.of("name", "clerk", "power", "orders.read")).json();
    String id = office.get(APP + "/employees?userid=li").json().at("/employees/0/id").asText();
    office.patch(
        APP + "/employees/" + id, Map.of("status", "disabled", "role_id", role.path("id").asInt()));
    office.company.has(Person.of("li", "李四", Department.ROOT).as("总监"));

    office.synchronize();

    JsonNode li = office.get(APP + "/employees/" + id).json();
    assertThat(li.path("position").asText()).isEqualTo("总监");
    assertThat(li.path("status").asText()).isEqualTo("disabled");
    assertThat(li.path("role_id").asInt()).isEqualTo(role.path("id").asInt());
    assertThat(office.login("li").legacyCode()).isEqualTo(1105);
  }

  @Test
  void one_that_is_refused_fails_and_marks_nobody() {
    office.synchronize();
    office.sandbox.next(refuses(60011).on("/dingtalk/oapi/topapi/v2/user/list").untilCleared());

    JsonNode sync = office.synchronize();

    assertThat(sync.path("state").asText()).isEqualTo("failed");
    assertThat(sync.path("problem").asText()).contains("60011");
    office.sandbox.faults().clear();
    assertSame();
  }

  @Test
  void a_vendor_that_is_busy_or_asked_too_fast_only_takes_longer() {
    office.sandbox.next(refuses(-1).on("/dingtalk/oapi/topapi/v2/department/listsub"));
    office.sandbox.next(refuses(90018).on("/dingtalk/oapi/topapi/v2/user/list"));

    assertThat(office.synchronize().path("state").asText()).isEqualTo("done");
    assertSame();
  }

  /** What we have is what the vendor has, to the last department of the last person. */
  private void assertSame() {
    Map<String, String> departments = new TreeMap<>();
    for (JsonNode one : all("departments")) {
      departments.put(
          one.path("id").asText(),
          one.path("name").asText() + " in " + one.path("parent_id").asText());
    }
    Map<String, String> expected = new TreeMap<>();
    office
        .company
        .departments()
        .forEach(
            one ->
                expected.put(
                    "" + one.id(),
                    one.name() + " in " + (one.parent() == 0 ? "null" : one.parent())));
    assertThat(departments).isEqualTo(expected);
    Set<String> people = new TreeSet<>();
    for (JsonNode one : all("employees")) {
      if (one.path("departed_at").isNull()) {
        people.add(one.path("userid").asText() + " " + one.path("department_ids"));
      }
    }
    Set<String> there = new TreeSet<>();
    office
        .company
        .people()
        .forEach(
            one ->
                there.add(
                    one.userid()
                        + " "
                        + one.departments().stream()
                            .map(id -> "\"" + id + "\"")
                            .collect(Collectors.joining(",", "[", "]"))));
    assertThat(people).isEqualTo(there);
  }

  private Iterable<JsonNode> all(String list) {
    List<JsonNode> all = new ArrayList<>();
    String after = "";
    while (after != null) {
      JsonNode page =
          office
              .get(APP + "/" + list + "?limit=150" + (after.isEmpty() ? "" : "&after=" + after))
              .json();
      page.path(list).forEach(all::add);
      after = page.path("next").isTextual() ? page.path("next").asText() : null;
    }
    return all;
  }
}
