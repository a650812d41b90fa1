package io.lingpai.server.callback;

import io.lingpai.outbox.Job;
import io.lingpai.outbox.Outbox;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Need;
import io.lingpai.server.access.Trail;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Page;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.outbox.Worker;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Sort;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is passed on, what was, and what was given up until a person has it done again. */
final class DeliveryCalls {

  private final Outbox outbox;
  private final Worker worker;
  private final Authorization authorization;
  private final Trail trail;

  DeliveryCalls(Outbox outbox, Worker worker, Authorization authorization, Trail trail) {
    this.outbox = outbox;
    this.worker = worker;
    this.authorization = authorization;
    this.trail = trail;
  }

  List<Route> routes() {
    Route.Gate admin = authorization.needs(request -> Need.ADMIN);
    return List.of(
        Route.gated("GET", "/api/v1/deliveries", "admin", admin, this::list),
        Route.gated("POST", "/api/v1/deliveries/{id}/replays", "admin", admin, this::replay));
  }

  private Answer list(Request request) {
    Page page = Page.of(request);
    List<Job> found = outbox.list(Deliveries.KIND, states(request), page.after(), page.limit() + 1);
    return page.answer("deliveries", found, Job::id, DeliveryCalls::shown);
  }

  private static Set<Job.State> states(Request request) {
    String state = request.parameter("state");
    return switch (state) {
      case null -> EnumSet.allOf(Job.State.class);
      case "waiting" -> EnumSet.of(Job.State.WAITING);
      case "delivered" -> EnumSet.of(Job.State.DONE);
      case "parked" -> EnumSet.of(Job.State.PARKED);
      default ->
          throw Problem.malformed("state", "expected waiting, delivered or parked").refusal();
    };
  }

  private Answer replay(Request request) {
    String id = request.variable("id");
    Job job =
        outbox
            .find(id)
            .filter(it -> it.kind().equals(Deliveries.KIND))
            .orElseThrow(() -> Problem.notFound("there is no delivery of this id").refusal());
    if (!outbox.replay(id)) {
      throw Problem.of(Sort.CONFLICT, "the delivery still waits and is tried again by itself")
          .refusal();
    }
    worker.wake();
    trail.note(request, "delivery.replay", job.app(), id);
    return Json.answer(202, shown(outbox.find(id).orElse(job)));
  }

  private static Map<String, @Nullable Object> shown(Job job) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", job.id());
    shown.put("app", job.app());
    shown.put("message", job.message());
    shown.put("type", job.about().get("type"));
    shown.put("url", job.about().get("url"));
    shown.put(
        "state",
        switch (job.state()) {
          case WAITING -> "waiting";
          case DONE -> "delivered";
          case PARKED -> "parked";
        });
    shown.put("attempts", job.attempts());
    shown.put("created_at", text(job.createdAt()));
    shown.put("due_at", job.state() == Job.State.WAITING ? text(job.dueAt()) : null);
    Instant finished = job.finishedAt();
    shown.put("finished_at", finished == null ? null : text(finished));
    shown.put("last_problem", job.lastProblem());
    return shown;
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
