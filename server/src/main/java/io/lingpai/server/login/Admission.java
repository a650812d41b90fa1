package io.lingpai.server.login;

import io.lingpai.app.App;
import io.lingpai.member.Arrival;
import io.lingpai.member.Arrival.Arrived;
import io.lingpai.member.MemberStore;
import io.lingpai.member.Profile;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.KeyText;
import io.lingpai.server.http.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Lets somebody in who has passed every check: writes the login and says what is answered. */
public final class Admission {

  private final MemberStore members;
  private final Sessions sessions;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Profile defaults;

  /**
   * @param random unpredictable
   * @param defaults of a member who tells nothing
   */
  public Admission(
      MemberStore members,
      Sessions sessions,
      InstantSource clock,
      RandomGenerator random,
      Profile defaults) {
    this.members = members;
    this.sessions = sessions;
    this.clock = clock;
    this.random = random;
    this.defaults = defaults;
  }

  /** Who it is, as far as is known. */
  record Person(
      String openid,
      @Nullable String unionid,
      Profile profile,
      @Nullable Secret document,
      @Nullable Secret sessionKey) {}

  /**
   * Writes the login.
   *
   * @param more what else is answered
   * @return the answer, as JSON: it holds the session
   */
  Secret admit(
      App app, Person person, LoginRequest asked, Arrival.Request request, Map<String, ?> more) {
    Instant now = clock.instant();
    String session = sessions.newText();
    Instant end = sessions.end(now);
    Arrival arrival =
        new Arrival(
            app.name(),
            person.openid(),
            person.unionid(),
            KeyText.newId(random),
            person.profile(),
            defaults,
            person.document(),
            person.sessionKey(),
            Sessions.id(session),
            now,
            end,
            asked.clientIp(),
            asked.keyId(),
            request);
    AtomicReference<Secret> answer = new AtomicReference<>();
    members.arrive(
        arrival,
        arrived -> {
          Secret made = answer(arrived, session, end, now, more);
          answer.set(made);
          return made;
        });
    return Objects.requireNonNull(answer.get());
  }

  private static Secret answer(
      Arrived arrived, String session, Instant end, Instant now, Map<String, ?> more) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("session", session);
    MemberAnswers.putEnd(answer, "session_", end, now);
    answer.put("new_member", arrived.first());
    answer.put("member", MemberAnswers.shown(arrived.member()));
    answer.putAll(more);
    return Secret.of(Json.text(answer));
  }
}
