package io.lingpai.server.login;

import io.lingpai.keeper.Waiting;
import io.lingpai.member.LoginAnswers;
import io.lingpai.member.MemberStore;
import io.lingpai.member.Profile;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.http.Route;
import io.lingpai.session.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/** Everything about logins, put together. */
public final class LoginDesk {

  private static final Duration FORGET_EVERY = Duration.ofMinutes(5);

  private final SessionStore sessionStore;
  private final LoginAnswers answers;
  private final InstantSource clock;
  private final Duration keepSessionsFor;
  private final Sessions sessions;
  private final SessionCalls sessionCalls;
  private final List<Route> routes = new ArrayList<>();

  /**
   * What a login is like.
   *
   * @param alone there is no other node on the store
   */
  public record Rules(
      Duration sessionLasts,
      boolean sliding,
      String defaultNickname,
      String defaultAvatar,
      Duration oldestData,
      Duration keepSessionsFor,
      boolean alone) {}

  /**
   * @param random unpredictable
   */
  public LoginDesk(
      Authorization authorization,
      LoginApps apps,
      MemberStore members,
      SessionStore sessionStore,
      LoginAnswers answers,
      Waiting waiting,
      InstantSource clock,
      RandomGenerator random,
      Rules rules) {
    this.sessionStore = sessionStore;
    this.answers = answers;
    this.clock = clock;
    this.keepSessionsFor = rules.keepSessionsFor;
    this.sessions =
        new Sessions(sessionStore, apps::serves, clock, random, rules.sessionLasts, rules.sliding);
    Profile defaults =
        new Profile(rules.defaultNickname, rules.defaultAvatar, null, null, null, null);
    Admission admission = new Admission(members, sessions, clock, random, defaults);
    Replays replays = new Replays(answers, clock);
    Logins logins =
        new Logins(
            apps, admission, replays, answers, clock, waiting, rules.oldestData, rules.alone);
    WebLogins webLogins = new WebLogins(apps, admission, replays);
    this.sessionCalls = new SessionCalls(authorization, sessions, sessionStore, members, clock);
    routes.addAll(
        new LoginCalls(
                authorization, apps, logins, webLogins, replays, sessions, members, answers, clock)
            .routes());
    routes.addAll(sessionCalls.routes());
    routes.addAll(new DataCalls(authorization, apps, logins, sessions, members, clock).routes());
    routes.addAll(new MemberCalls(authorization, apps, members, clock).routes());
  }

  public List<Route> routes() {
    return List.copyOf(routes);
  }

  /** Sessions, for whoever else has callers who show one. */
  public Sessions sessions() {
    return sessions;
  }

  /** Where a further sort of session holder makes itself known. */
  public SessionCalls sessionCalls() {
    return sessionCalls;
  }

  /** Forgets what has had its time, and says when to call again. */
  public Duration forget() {
    Instant now = clock.instant();
    untilNone(() -> answers.forgetBefore(now.minus(Replays.KEPT_FOR)));
    untilNone(() -> sessionStore.forgetOverBefore(now.minus(keepSessionsFor)));
    return FORGET_EVERY;
  }

  private static void untilNone(IntSupplier forgotten) {
    int some = forgotten.getAsInt();
    while (some > 0) {
      some = forgotten.getAsInt();
    }
  }
}
