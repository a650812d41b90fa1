package io.lingpai.acceptance.process;

import static io.lingpai.acceptance.stage.ServerProcess.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.acceptance.stage.Client;
import io.lingpai.acceptance.stage.ServerProcess;
import io.lingpai.sandbox.SampleApps;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.dingtalk.Company;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A directory is synchronized exactly although the server is killed on the way. {@code
 * -Dsync.departments=3000 -Dsync.people=50000} shows it of a large company.
 */
class KilledSyncTest {

  private static final int DEPARTMENTS = Integer.getInteger("sync.departments", 60);
  private static final int PEOPLE = Integer.getInteger("sync.people", 1200);
  private static final int LEVELS = 6;
  private static final int KILLS = 2;
  private static final String SYNCS = "/api/v1/apps/crew/directory-syncs";

  @TempDir Path data;

  @Test
  void a_synchronization_goes_on_after_kills_and_is_exact() throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().app(SampleApps.dingtalk()))) {
      Company company = sandbox.dingtalk().company(SampleApps.CREW_COMPANY);
      company.grows(DEPARTMENTS, PEOPLE, LEVELS, 11);
      Map<String, String> settings =
          Map.of(
              "LINGPAI_ADMIN_KEY", ADMIN,
              "LINGPAI_HOSTS_DINGTALK_API", sandbox.baseUrl() + "/dingtalk/api",
              "LINGPAI_HOSTS_DINGTALK_OAPI", sandbox.baseUrl() + "/dingtalk/oapi");
      String sync = begin(settings);
      for (int kill = 1; kill <= KILLS; kill++) {
        try (ServerProcess server = ServerProcess.start(data, settings)) {
          int past = kill * 2 * DEPARTMENTS / (KILLS + 1);
          until(server.client(), sync, status -> status.path("done").asInt() > past);
          server.kill();
        }
      }
      try (ServerProcess server = ServerProcess.start(data, settings)) {
        JsonNode done =
            until(
                server.client(), sync, status -> !status.path("state").asText().equals("running"));

        assertThat(done.path("state").asText()).as(done.toString()).isEqualTo("done");
        assertThat(done.at("/employees/added").asInt()).isEqualTo(company.people().size());
        assertThat(done.at("/departments/added").asInt()).isEqualTo(company.departments().size());
        assertThat(done.at("/employees/departed").asInt()).isZero();
        assertThat(people(server.client())).isEqualTo(expected(company));
      }
    }
  }

  /** Begins one, and kills the server that was asked to. */
  private String begin(Map<String, String> settings) {
    Map<String, Object> app = new HashMap<>();
    app.put("name", "crew");
    app.put("platform", "dingtalk");
    app.put("app_key", SampleApps.CREW);
    app.put("app_secret", SampleApps.CREW_SECRET);
    app.put("keep", List.of());
    try (ServerProcess server = ServerProcess.start(data, settings)) {
      Client client = server.client();
      assertThat(client.post(ADMIN, "/api/v1/apps", app).statusCode()).isEqualTo(201);
      JsonNode begun = Client.json(client.post(ADMIN, SYNCS, Map.of()));
      return SYNCS + "/" + begun.path("id").asText();
    }
  }

  private static JsonNode until(Client client, String sync, Predicate<JsonNode> reached) {
    // Twenty calls a second, and the leases of those who were killed.
    long end = System.nanoTime() + (120 + DEPARTMENTS / 5) * 1_000_000_000L;
    JsonNode status = Client.json(client.get(ADMIN, sync));
    while (!reached.test(status)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain; last seen: " + status);
      }
      LockSupport.parkNanos(50_000_000);
      status = Client.json(client.get(ADMIN, sync));
    }
    return status;
  }

  private static Set<String> people(Client client) {
    Set<String> people = new TreeSet<>();
    String after = "";
    while (after != null) {
      JsonNode page =
          Client.json(
              client.get(
                  ADMIN,
                  "/api/v1/apps/crew/employees?limit=1000"
                      + (after.isEmpty() ? "" : "&after=" + after)));
      for (JsonNode one : page.path("employees")) {
        people.add(one.path("userid").asText() + one.path("department_ids"));
      }
      after = page.path("next").isTextual() ? page.path("next").asText() : null;
    }
    return people;
  }

  private static Set<String> expected(Company company) {
    Set<String> people = new TreeSet<>();
    company
        .people()
        .forEach(
            person ->
                people.add(
                    person.userid()
                        + person.departments().stream().map(id -> "\"" + id + "\"").toList()));
    return people.stream()
        .map(one -> one.replace(", ", ","))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
