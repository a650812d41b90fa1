package io.lingpai.acceptance.dingtalk;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.sandbox.dingtalk.Department;
import io.lingpai.sandbox.dingtalk.Person;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who scans a QR code, and who is called what no program expects. */
class BrowserLoginTest {

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
  void who_scans_the_code_is_logged_in_as_the_same_employee() {
    String code = office.crew.consents("li");
    Office.Answer answer = office.login(Map.of("auth_code", code, "from", "browser"));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.json().at("/employee/userid").asText()).isEqualTo("li");
    assertThat(answer.json().has("config")).isFalse();
    assertThat(answer.json().at("/top_department/name").asText()).isEqualTo("销售部");
    assertThat(office.introspect(answer.json().path("session").asText()).path("active").asBoolean())
        .isTrue();
    assertThat(office.login("li").json().path("new_employee").asBoolean()).isFalse();
  }

  @Test
  void a_used_code_and_a_stranger_are_told_apart() {
    String code = office.crew.consents("li");
    office.login(Map.of("auth_code", code, "from", "browser"));

    Office.Answer again = office.login(Map.of("auth_code", code, "from", "browser"));
    assertThat(again.status()).isEqualTo(422);
    assertThat(again.problem()).contains("code-invalid");
    assertThat(again.legacyCode()).isEqualTo(1103);

    String theirs = office.crew.consents("zhao");
    office.crew.hides("zhao");
    Office.Answer stranger = office.login(Map.of("auth_code", theirs, "from", "browser"));
    assertThat(stranger.legacyCode()).isEqualTo(1104);
    assertThat(office.login(Map.of("auth_code", "x", "from", "car")).status()).isEqualTo(400);
  }

  @Test
  void names_that_are_programs_elsewhere_are_names_here() {
    List<String> names =
        List.of(
            "Robert'); DROP TABLE employee; --",
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><name>&e;</name>",
            "{\"role_id\":1,\"status\":\"active\"}\u0001\"},{\"$gt\":\"\"}",
            "\\u0000${jndi:ldap://x/y}#{7*7}{{7*7}}%00%27\u202e张\uD83D\uDE00");
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      long department = office.company.adds(name, Department.ROOT);
      office.company.has(Person.of("odd" + i, name, department).as(name));
      Office.Answer in = office.login("odd" + i);

      assertThat(in.status()).as(in.toString()).isEqualTo(200);
      assertThat(in.json().at("/employee/name").asText()).isEqualTo(name);
      assertThat(in.json().at("/employee/position").asText()).isEqualTo(name);
      assertThat(in.json().at("/department/name").asText()).isEqualTo(name);
      Office.Answer role =
          office.post("/api/v1/apps/crew/roles", Map.of("name", name, "power", Map.of("x", name)));
      assertThat(role.json().path("name").asText()).isEqualTo(name);
      office.patch(
          "/api/v1/apps/crew/employees/" + in.json().at("/employee/id").asText(),
          Map.of("role_id", role.json().path("id").asLong()));
      assertThat(office.login("odd" + i).json().at("/power/x").asText()).isEqualTo(name);
      assertThat(office.login(Map.of("auth_code", name, "url", Office.PAGE)).legacyCode())
          .isEqualTo(1103);
    }
    office.synchronize();
    assertThat(office.get("/api/v1/apps/crew/employees?limit=100").json().path("employees"))
        .hasSize(office.company.people().size())
        .anyMatch(one -> one.path("name").asText().equals(names.getFirst()));
  }
}
