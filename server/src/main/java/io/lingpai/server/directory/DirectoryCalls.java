package io.lingpai.server.directory;

import io.lingpai.app.App;
import io.lingpai.directory.Department;
import io.lingpai.directory.DirectoryStore;
import io.lingpai.directory.Employee;
import io.lingpai.directory.Role;
import io.lingpai.directory.Sync;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Caller;
import io.lingpai.server.access.Grant;
import io.lingpai.server.access.Need;
import io.lingpai.server.access.Trail;
import io.lingpai.server.api.Fields;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Page;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Employees log in; who they are, and where, is looked up, changed and synchronized. */
final class DirectoryCalls {

  private static final int SYNCS_SHOWN = 50;
  private static final int LONGEST_NAME = 200;

  private final Authorization authorization;
  private final Companies companies;
  private final EmployeeLogins logins;
  private final DirectorySyncs syncs;
  private final DirectoryStore directory;
  private final Trail trail;
  private final InstantSource clock;

  DirectoryCalls(
      Authorization authorization,
      Companies companies,
      EmployeeLogins logins,
      DirectorySyncs syncs,
      DirectoryStore directory,
      Trail trail,
      InstantSource clock) {
    this.authorization = authorization;
    this.companies = companies;
    this.logins = logins;
    this.syncs = syncs;
    this.directory = directory;
    this.trail = trail;
    this.clock = clock;
  }

  List<Route> routes() {
    Route.Gate login =
        authorization.needs(request -> Need.of(Grant.Action.LOGIN, request.variable("app")));
    Route.Gate look =
        authorization.needs(request -> Need.of(Grant.Action.DIRECTORY, request.variable("app")));
    String grant = "directory:{app}";
    String app = "/api/v1/apps/{app}";
    return List.of(
        Route.gated("POST", app + "/employee-logins", "login:{app}", login, this::login),
        Route.gated("GET", app + "/departments", grant, look, this::departments),
        Route.gated("GET", app + "/employees", grant, look, this::employees),
        Route.gated("GET", app + "/employees/{id}", grant, look, this::employee),
        Route.gated("PATCH", app + "/employees/{id}", grant, look, this::change),
        Route.gated("GET", app + "/roles", grant, look, this::roles),
        Route.gated("POST", app + "/roles", grant, look, this::addRole),
        Route.gated("GET", app + "/directory-syncs", grant, look, this::syncs),
        Route.gated("POST", app + "/directory-syncs", grant, look, this::sync),
        Route.gated("GET", app + "/directory-syncs/{id}", grant, look, this::showSync));
  }

  private Answer login(Request request) {
    Fields fields = Fields.of(request);
    String code = given(fields, "auth_code");
    boolean browser = fromBrowser(fields);
    String url = browser ? "" : given(fields, "url");
    fields.nothingElse();
    App app = companies.active(request.variable("app"));
    String actor = request.caller(Caller.class).keyId();
    return Json.answer(
        200,
        browser ? logins.loginInBrowser(app, code, actor) : logins.login(app, code, url, actor));
  }

  private static boolean fromBrowser(Fields fields) {
    return switch (fields.text("from").orElse("client")) {
      case "client" -> false;
      case "browser" -> true;
      default ->
          throw Problem.malformed("from", "`from`: expected `client` or `browser`").refusal();
    };
  }

  private static String given(Fields fields, String name) {
    boolean empty = fields.isEmpty(name);
    Optional<String> text = empty ? Optional.empty() : fields.text(name);
    return text.orElseThrow(() -> EmployeeProblems.missing(name));
  }

  private Answer departments(Request request) {
    String app = companies.known(request.variable("app")).name();
    Page page = Page.of(request);
    List<Department> found = directory.departments(app, number(page.after()), page.limit() + 1);
    return page.answer(
        "departments", found, one -> String.valueOf(one.id()), EmployeeAnswers::shown);
  }

  private static long number(String after) {
    try {
      return after.isEmpty() ? Long.MIN_VALUE : Long.parseLong(after);
    } catch (NumberFormatException e) {
      throw Problem.malformed("after", "`after`: expected what `next` said").refusal();
    }
  }

  private Answer employees(Request request) {
    String app = companies.known(request.variable("app")).name();
    Page page = Page.of(request);
    String userid = request.parameter("userid");
    List<Employee> found =
        userid == null
            ? directory.employees(app, page.after(), page.limit() + 1)
            : directory.withUserid(app, userid).stream().toList();
    return page.answer("employees", found, Employee::id, EmployeeAnswers::shown);
  }

  private Answer employee(Request request) {
    String app = companies.known(request.variable("app")).name();
    return Json.answer(
        200,
        directory
            .employee(app, request.variable("id"))
            .map(EmployeeAnswers::shown)
            .orElseThrow(DirectoryCalls::nobody));
  }

  private Answer change(Request request) {
    Fields fields = Fields.of(request);
    Employee.Status status = status(fields);
    Long role = fields.number("role_id").orElse(null);
    fields.nothingElse();
    String app = companies.known(request.variable("app")).name();
    boolean known =
        role == null || role == Role.NONE || !directory.roles(app, role - 1, 1).isEmpty();
    if (!known) {
      throw fields.wrong("role_id", "expected the id of a role, or 0");
    }
    Employee changed =
        directory
            .change(app, request.variable("id"), status, role, clock.instant())
            .orElseThrow(DirectoryCalls::nobody);
    trail.note(request, "employee.change", app + "/" + changed.id(), detail(status, role).strip());
    return Json.answer(200, EmployeeAnswers.shown(changed));
  }

  private static Employee.@Nullable Status status(Fields fields) {
    String status = fields.text("status").orElse(null);
    return switch (status) {
      case null -> null;
      case "active" -> Employee.Status.ACTIVE;
      case "disabled" -> Employee.Status.DISABLED;
      default -> throw fields.wrong("status", "expected active or disabled");
    };
  }

  private static String detail(Employee.@Nullable Status status, @Nullable Long role) {
    return (status == null ? "" : status.word() + " ") + (role == null ? "" : "role " + role);
  }

  private Answer roles(Request request) {
    String app = companies.known(request.variable("app")).name();
    Page page = Page.of(request);
    List<Role> found = directory.roles(app, number(page.after()), page.limit() + 1);
    return page.answer("roles", found, one -> String.valueOf(one.id()), EmployeeAnswers::shown);
  }

  private Answer addRole(Request request) {
    Fields fields = Fields.of(request);
    String name =
        fields.text("name", LONGEST_NAME).orElseThrow(() -> fields.wrong("name", "missing"));
    String power = fields.json("power").orElse("\"\"");
    fields.nothingElse();
    String app = companies.known(request.variable("app")).name();
    Role role = directory.addRole(app, name, power);
    trail.note(request, "role.create", app + "/" + role.id(), name.strip());
    return Json.answer(201, EmployeeAnswers.shown(role));
  }

  private Answer syncs(Request request) {
    String app = companies.known(request.variable("app")).name();
    List<Sync> found = directory.syncs(app, SYNCS_SHOWN);
    return Json.answer(
        200, Map.of("directory_syncs", found.stream().map(EmployeeAnswers::shown).toList()));
  }

  private Answer sync(Request request) {
    Fields.of(request).nothingElse();
    App app = companies.active(request.variable("app"));
    Sync sync = syncs.begin(app);
    trail.note(request, "directory.sync", app.name(), sync.id());
    return Json.answer(202, EmployeeAnswers.shown(sync))
        .with("location", "/api/v1/apps/" + app.name() + "/directory-syncs/" + sync.id());
  }

  private Answer showSync(Request request) {
    String app = companies.known(request.variable("app")).name();
    return Json.answer(
        200,
        directory
            .sync(app, request.variable("id"))
            .map(EmployeeAnswers::shown)
            .orElseThrow(
                () -> Problem.notFound("there is no synchronization of this id").refusal()));
  }

  private static Refusal nobody() {
    return Problem.notFound("there is no employee of this id").refusal();
  }
}
