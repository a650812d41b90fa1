package io.lingpai.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.app.App;
import io.lingpai.app.AppStore;
import io.lingpai.directory.Admission;
import io.lingpai.directory.Admission.Admitted;
import io.lingpai.directory.Admission.Arrival;
import io.lingpai.directory.Colleague;
import io.lingpai.directory.Department;
import io.lingpai.directory.DirectoryStore;
import io.lingpai.directory.Employee;
import io.lingpai.directory.Role;
import io.lingpai.directory.Sync;
import io.lingpai.directory.Sync.Difference;
import io.lingpai.secret.Secret;
import io.lingpai.session.Session;
import io.lingpai.session.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of departments, employees and roles must do. */
public abstract class DirectoryStoreContract {

  private static final String APP = "crew";
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00.123456Z");
  private static final Department ROOT = new Department(1, "公司", 0);
  private static final Department SALES = new Department(2, "销售部", 1);
  private static final Department EAST = new Department(3, "华东", 2);

  protected Stores stores;
  private int number;

  /** Empty stores. */
  protected abstract Stores emptyStores();

  /** What a login is written to. */
  public record Stores(DirectoryStore directory, SessionStore sessions, AppStore apps) {}

  @BeforeEach
  void begin_with_an_app() {
    stores = emptyStores();
    stores.apps().add(App.of(APP, "dingtalk", "ding1", Secret.of("s")));
  }

  @Test
  void a_first_arrival_writes_employee_departments_and_session() {
    Admitted in = admitted(arrival("zhang", List.of(3L), List.of(ROOT, SALES, EAST)));

    assertThat(in.first()).isTrue();
    assertThat(in.employee().roleId()).isEqualTo(Role.NONE);
    assertThat(in.employee().departmentNames()).containsExactly("华东");
    assertThat(in.top()).isEqualTo(SALES);
    assertThat(in.company()).isEqualTo("公司");
    assertThat(in.power()).isNull();
    Session session = stores.sessions().find("session-1").orElseThrow();
    assertThat(session.holder()).isEqualTo(Session.Holder.employee(in.employee().id()));
    assertThat(directory().departments(APP, List.of(2L, 9L, 1L))).containsExactly(SALES, ROOT);
  }

  @Test
  void a_later_one_updates_and_keeps_id_role_and_status() {
    Employee first = admitted(arrival("zhang", List.of(1L), List.of(ROOT))).employee();
    Role role = directory().addRole(APP, "clerk", "{\"orders\":\"read\"}");
    directory().change(APP, first.id(), null, role.id(), NOW);

    Admitted again = admitted(arrival("zhang", List.of(2L, 1L), List.of(SALES)));

    assertThat(again.first()).isFalse();
    assertThat(again.employee().id()).isEqualTo(first.id());
    assertThat(again.employee().departmentNames()).containsExactly("销售部", "公司");
    assertThat(again.power()).isEqualTo("{\"orders\":\"read\"}");
  }

  @Test
  void first_arrivals_at_once_make_one_employee() throws Exception {
    List<Future<Admitted>> all = new ArrayList<>();
    try (ExecutorService phones = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        Arrival arrival = arrival("zhang", List.of(1L), List.of(ROOT));
        all.add(phones.submit(() -> admitted(arrival)));
      }
    }

    int first = 0;
    for (Future<Admitted> one : all) {
      first += one.get().first() ? 1 : 0;
    }
    assertThat(first).isEqualTo(1);
    assertThat(directory().employees(APP, "", 10)).hasSize(1);
  }

  @Test
  void roles_made_at_once_each_have_a_number_of_their_own() throws Exception {
    List<Future<Role>> all = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        String name = "role " + i;
        all.add(callers.submit(() -> directory().addRole(APP, name, "{}")));
      }
    }

    List<Role> made = new ArrayList<>();
    for (Future<Role> one : all) {
      made.add(one.get());
    }
    assertThat(directory().roles(APP, 0, 100)).containsExactlyInAnyOrderElementsOf(made);
  }

  @Test
  void who_is_disabled_is_logged_out_and_let_in_no_more() {
    Employee in = admitted(arrival("zhang", List.of(1L), List.of(ROOT))).employee();
    directory().change(APP, in.id(), Employee.Status.DISABLED, null, NOW.plusSeconds(1));

    assertThat(stores.sessions().find("session-1").orElseThrow().endedAt()).isNotNull();
    assertThat(directory().arrive(arrival("zhang", List.of(2L), List.of(SALES))))
        .isInstanceOf(Admission.Disabled.class);
    assertThat(stores.sessions().find("session-2")).isEmpty();
  }

  @Test
  void synchronizations_begun_at_once_are_one() throws Exception {
    List<Future<Sync>> all = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        String id = "sync-" + i;
        all.add(callers.submit(() -> directory().beginSync(APP, id, NOW)));
      }
    }

    Set<String> begun = new HashSet<>();
    for (Future<Sync> one : all) {
      begun.add(one.get().id());
    }
    assertThat(begun).hasSize(1);
    assertThat(directory().syncs(APP, 100)).hasSize(1);
  }

  @Test
  void a_synchronization_goes_on_in_the_rows_and_counts_each_difference_once() {
    Sync sync = directory().beginSync(APP, "sync-1", NOW);
    assertThat(directory().beginSync(APP, "sync-2", NOW).id()).isEqualTo("sync-1");
    directory().saw(sync, null, List.of(ROOT));
    assertThat(directory().unread(sync, 10)).containsExactly(1L);

    // Twice, as after a kill.
    directory().saw(sync, 1L, List.of(SALES));
    directory().saw(sync, 1L, List.of(SALES));
    directory().saw(sync, 2L, List.of());
    assertThat(directory().unread(sync, 10)).isEmpty();
    directory().sawPeople(sync, 1, List.of(person("li", List.of(1L))), true, this::newId);
    directory().sawPeople(sync, 2, List.of(person("wu", List.of(2L))), false, this::newId);
    directory().sawPeople(sync, 2, List.of(person("wu", List.of(2L))), true, this::newId);
    assertThat(directory().unstaffed(sync, 10)).isEmpty();
    assertThat(directory().markGone(sync, NOW)).isFalse();
    directory().finishSync(sync, Sync.State.DONE, null, NOW.plusSeconds(9));

    Sync done = directory().sync(APP, "sync-1").orElseThrow();
    assertThat(done.state()).isEqualTo(Sync.State.DONE);
    assertThat(done.done()).isEqualTo(4).isEqualTo(done.total());
    assertThat(done.departments()).isEqualTo(new Difference(2, 2, 0, 0, 0));
    assertThat(done.employees()).isEqualTo(new Difference(2, 2, 0, 0, 0));
  }

  @Test
  void who_is_not_seen_is_marked_and_logged_out_unless_they_came_meanwhile() {
    Employee gone = admitted(arrival("zhang", List.of(1L), List.of(ROOT))).employee();
    Instant later = NOW.plus(Duration.ofHours(1));
    Sync sync = directory().beginSync(APP, "sync-1", later);
    directory().saw(sync, null, List.of(ROOT));
    Arrival newcomer = arrivalAt("new", List.of(1L), List.of(), later.plusSeconds(5));
    Employee came = admitted(newcomer).employee();

    assertThat(directory().markGone(sync, later.plusSeconds(9))).isTrue();

    assertThat(directory().employee(APP, gone.id()).orElseThrow().departedAt()).isNotNull();
    assertThat(stores.sessions().find("session-1").orElseThrow().endedAt()).isNotNull();
    assertThat(directory().employee(APP, came.id()).orElseThrow().departedAt()).isNull();
    assertThat(directory().markGone(sync, later.plusSeconds(9))).isFalse();
  }

  @Test
  void what_is_heard_beside_a_synchronization_is_not_taken_for_gone_by_it() {
    Sync sync = directory().beginSync(APP, "sync-1", NOW);
    directory().saw(sync, null, List.of(ROOT));
    Instant heard = NOW.plusSeconds(3);
    directory().learnt(APP, SALES, heard);
    directory().learnt(APP, person("li", List.of(3L)), List.of(EAST), newId(), heard);

    assertThat(directory().markGone(sync, NOW.plusSeconds(9))).isFalse();
    assertThat(directory().departments(APP, List.of(2L, 3L))).containsExactly(SALES, EAST);
    Employee li = directory().withUserid(APP, "li").orElseThrow();
    assertThat(li.departedAt()).isNull();
    assertThat(li.departmentNames()).containsExactly("华东");
    assertThat(li.roleId()).isEqualTo(Role.NONE);
  }

  @Test
  void a_department_that_is_called_otherwise_is_so_for_its_people() {
    admitted(arrival("zhang", List.of(3L, 2L), List.of(ROOT, SALES, EAST)));

    directory().learnt(APP, new Department(2, "市场部", 1), NOW.plusSeconds(1));

    assertThat(directory().withUserid(APP, "zhang").orElseThrow().departmentNames())
        .containsExactly("华东", "市场部");
    directory().closed(APP, 2, NOW.plusSeconds(2));
    assertThat(directory().departments(APP, List.of(2L))).isEmpty();
  }

  @Test
  void who_is_heard_to_have_left_is_marked_and_logged_out_unless_they_came_since() {
    Employee left = admitted(arrival("zhang", List.of(1L), List.of(ROOT))).employee();
    directory().departed(APP, "zhang", NOW.minusSeconds(1));
    assertThat(directory().employee(APP, left.id()).orElseThrow().departedAt()).isNull();
    assertThat(stores.sessions().find("session-1").orElseThrow().endedAt()).isNull();

    directory().departed(APP, "zhang", NOW.plusSeconds(1));
    directory().departed(APP, "nobody", NOW);

    assertThat(directory().employee(APP, left.id()).orElseThrow().departedAt()).isNotNull();
    assertThat(stores.sessions().find("session-1").orElseThrow().endedAt()).isNotNull();
    directory().learnt(APP, person("zhang", List.of(1L)), List.of(), newId(), NOW.plusSeconds(2));
    assertThat(directory().employee(APP, left.id()).orElseThrow().departedAt()).isNull();
  }

  @Test
  void words_that_databases_or_pages_stumble_over_are_kept_as_they_are() {
    String name = "'; DROP TABLE employee; -- <script>&\" 张\uD83D\uDE00";

    Admitted in =
        admitted(arrival("odd'id", List.of(7L), List.of(ROOT, new Department(7, name, 1))));

    assertThat(in.employee().departmentNames()).containsExactly(name);
    assertThat(directory().withUserid(APP, "odd'id")).isPresent();
  }

  private DirectoryStore directory() {
    return stores.directory();
  }

  private Admitted admitted(Arrival arrival) {
    return (Admitted) directory().arrive(arrival);
  }

  private Arrival arrival(String userid, List<Long> departments, List<Department> fetched) {
    return arrivalAt(userid, departments, fetched, NOW);
  }

  private synchronized Arrival arrivalAt(
      String userid, List<Long> departments, List<Department> fetched, Instant at) {
    number++;
    return new Arrival(
        APP,
        person(userid, departments),
        fetched,
        "id-" + number,
        "session-" + number,
        at,
        at.plus(Duration.ofDays(7)),
        "key");
  }

  private static Colleague person(String userid, List<Long> departments) {
    return new Colleague(
        userid, "名 " + userid, "13800000000", "工程师", true, departments, Secret.of("{}"));
  }

  private synchronized String newId() {
    return "id-" + ++number;
  }
}
