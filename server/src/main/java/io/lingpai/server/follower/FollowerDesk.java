package io.lingpai.server.follower;

import io.lingpai.follower.FollowerImports;
import io.lingpai.follower.FollowerStore;
import io.lingpai.keeper.Waiting;
import io.lingpai.member.MemberStore;
import io.lingpai.outbox.JobHandler;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Trail;
import io.lingpai.server.http.Route;
import io.lingpai.session.Session;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Everything about followers, put together. */
public final class FollowerDesk implements AutoCloseable {

  private final FollowerApps apps;
  private final FollowerStore followers;
  private final FollowerImports imports;
  private final MemberStore members;
  private final Trail trail;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Importer importer;

  /**
   * How followers are imported.
   *
   * @param callEvery the time between two calls of one import
   * @param reconcileEvery how often each account is compared with the vendor's list; empty: never
   */
  public record Rules(Duration callEvery, Optional<Duration> reconcileEvery) {}

  /** Does nothing yet. */
  public FollowerDesk(
      FollowerApps apps,
      FollowerStore followers,
      FollowerImports imports,
      MemberStore members,
      Trail trail,
      Waiting waiting,
      InstantSource clock,
      RandomGenerator random,
      Rules rules) {
    this.apps = apps;
    this.followers = followers;
    this.imports = imports;
    this.members = members;
    this.trail = trail;
    this.clock = clock;
    this.random = random;
    this.importer =
        new Importer(
            apps,
            followers,
            imports,
            waiting,
            clock,
            random,
            rules.callEvery,
            rules.reconcileEvery);
  }

  /**
   * Asks vendors about those of whom an event came.
   *
   * @param kind of the jobs
   * @param openidField of what they are about
   */
  public JobHandler questions(String kind, String openidField) {
    return new FollowerQuestions(kind, openidField, apps, followers, clock, random);
  }

  /**
   * What can be asked here.
   *
   * @param sessions the open session behind what somebody shows
   */
  public List<Route> routes(
      Authorization authorization, Function<String, Optional<Session>> sessions) {
    List<Route> routes =
        new ArrayList<>(
            new FollowerCalls(
                    authorization,
                    apps,
                    followers,
                    members,
                    sessions,
                    new Explanations(apps, followers, members))
                .routes());
    routes.addAll(new ImportCalls(authorization, apps, imports, importer, trail).routes());
    return routes;
  }

  /** Takes up imports, and says when to call again. */
  public Duration look() {
    return importer.look();
  }

  /** Begins what the schedule says, and says when to call again. */
  public Duration schedule() {
    return importer.schedule();
  }

  @Override
  public void close() {
    importer.close();
  }
}
