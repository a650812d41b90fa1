package io.lingpai.server.directory;

import io.lingpai.directory.DirectoryStore;
import io.lingpai.outbox.JobHandler;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Trail;
import io.lingpai.server.http.Route;
import io.lingpai.server.login.LoginDesk;
import io.lingpai.server.login.SessionCalls;
import io.lingpai.session.Session;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** Everything about companies' people, put together. */
public final class DirectoryDesk {

  private final List<Route> routes;
  private final DirectorySyncs syncs;
  private final DirectoryChanges changes;

  /**
   * @param random unpredictable
   */
  public DirectoryDesk(
      Authorization authorization,
      Companies companies,
      DirectorySyncs syncs,
      DirectoryChanges changes,
      DirectoryStore directory,
      LoginDesk logins,
      Trail trail,
      InstantSource clock,
      RandomGenerator random) {
    EmployeeLogins employeeLogins =
        new EmployeeLogins(companies, directory, logins.sessions(), clock, random);
    this.syncs = syncs;
    this.changes = changes;
    this.routes =
        new DirectoryCalls(authorization, companies, employeeLogins, syncs, directory, trail, clock)
            .routes();
    logins
        .sessionCalls()
        .describe(
            Session.Kind.EMPLOYEE,
            new SessionCalls.Describer(
                "employee",
                session ->
                    directory
                        .employee(session.app(), session.holder().id())
                        .map(EmployeeAnswers::shown)));
  }

  /** What is done in the background. */
  public List<JobHandler> jobs() {
    return List.of(syncs, changes);
  }

  public List<Route> routes() {
    return routes;
  }
}
