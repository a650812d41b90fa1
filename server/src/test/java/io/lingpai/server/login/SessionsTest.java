package io.lingpai.server.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.session.Session;
import io.lingpai.session.Session.Holder;
import io.lingpai.session.SessionStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionsTest {

  private static final Instant BEGAN = Instant.parse("2026-11-21T08:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);

  private final Kept kept = new Kept();
  private Instant now = BEGAN;
  private boolean served = true;

  @Test
  void use_lengthens_a_session_but_writes_hourly_at_most() {
    Sessions sessions = sessions(true);
    String shown = open(sessions);

    now = BEGAN.plus(Duration.ofMinutes(59));
    assertThat(sessions.find(shown).orElseThrow().expiresAt()).isEqualTo(BEGAN.plus(WEEK));
    assertThat(kept.writes).isZero();

    now = BEGAN.plus(Duration.ofDays(6));
    assertThat(sessions.find(shown).orElseThrow().expiresAt()).isEqualTo(now.plus(WEEK));
    now = BEGAN.plus(Duration.ofDays(12));
    assertThat(sessions.find(shown)).isPresent();
    assertThat(kept.writes).isEqualTo(2);
  }

  @Test
  void without_sliding_a_session_ends_when_it_was_said_to() {
    Sessions sessions = sessions(false);
    String shown = open(sessions);

    now = BEGAN.plus(WEEK).minusSeconds(1);
    assertThat(sessions.find(shown)).isPresent();
    now = BEGAN.plus(WEEK);
    assertThat(sessions.find(shown)).isEmpty();
    assertThat(kept.writes).isZero();
  }

  @Test
  void sessions_of_an_app_that_is_not_served_sleep() {
    Sessions sessions = sessions(true);
    String shown = open(sessions);
    served = false;
    assertThat(sessions.find(shown)).isEmpty();
    served = true;
    assertThat(sessions.find(shown)).isPresent();
  }

  @Test
  void what_is_stored_is_not_what_is_shown() {
    String shown = sessions(true).newText();
    assertThat(shown).matches("lps_[0-9A-Za-z]{43}");
    assertThat(Sessions.id(shown)).matches("[0-9a-f]{64}").doesNotContain(shown.substring(4));
  }

  private Sessions sessions(boolean sliding) {
    return new Sessions(kept, app -> served, () -> now, new SecureRandom(), WEEK, sliding);
  }

  private String open(Sessions sessions) {
    String shown = sessions.newText();
    kept.add(
        new Session(Sessions.id(shown), "mini", Holder.member("m1"), now, sessions.end(now), null));
    return shown;
  }

  private static final class Kept implements SessionStore {
    final Map<String, Session> byId = new HashMap<>();
    int writes;

    @Override
    public void add(Session session) {
      byId.put(session.id(), session);
    }

    @Override
    public Optional<Session> find(String id) {
      return Optional.ofNullable(byId.get(id));
    }

    @Override
    public void prolong(String id, Instant until) {
      writes++;
      byId.computeIfPresent(
          id,
          (same, it) ->
              new Session(same, it.app(), it.holder(), it.startedAt(), until, it.endedAt()));
    }

    @Override
    public boolean end(String id, Instant at) {
      return byId.remove(id) != null;
    }

    @Override
    public int endAll(String app, Holder holder, Instant at) {
      return 0;
    }

    @Override
    public int forgetOverBefore(Instant end) {
      return 0;
    }
  }
}
