package io.lingpai.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lingpai.app.App;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Kind.Proof;
import io.lingpai.credential.Kind.Repeat;
import io.lingpai.credential.Kind.Source;
import io.lingpai.platform.Issuance;
import io.lingpai.platform.IssueRequest;
import io.lingpai.platform.Platform;
import io.lingpai.platform.Verdict;
import io.lingpai.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every platform makes of a network and a vendor that misbehave.
 *
 * <p>The line that matters runs between <em>nothing changed</em> and <em>anything may have</em>: a
 * request that never left is {@code Unavailable}; one whose answer is lost is {@code Unknown} where
 * asking may end a value in use, and {@code Unavailable} where asking again gives the same value.
 */
@Timeout(120)
public abstract class PlatformContract {

  /** Stands in every secret that a test here hands out, and must stand nowhere else. */
  protected static final String CANARY = "canary";

  private static final Secret PARENT = Secret.of(CANARY + "-parent-3f9c1d");
  private static final Secret PARTNER = Secret.of(CANARY + "-partner-71be0a");
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Long enough for a busy machine to connect and ask. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  /** The platform, with its vendor here. */
  protected abstract Platform platform(URI vendor);

  /** An app whose secrets hold {@link #CANARY}. */
  protected abstract App app();

  /** The body by which the vendor issues a value of a kind. */
  protected abstract String issues(Kind kind, String value, long seconds);

  /** A body of the vendor's that accepts a value in a check. */
  protected abstract String accepts();

  /** A body of the vendor's that calls a value dead in a check. */
  protected abstract String callsDead();

  @Test
  void parents_come_before_what_is_made_from_them() {
    Set<String> seen = new HashSet<>();
    for (Kind kind : platform(nowhere()).kinds(app())) {
      if (kind.source() instanceof Source.Parent(String parent)) {
        assertThat(seen).as("before %s", kind.name()).contains(parent);
      }
      assertThat(seen.add(kind.name())).as("%s is declared once", kind.name()).isTrue();
    }
    assertThat(seen).containsAll(platform(nowhere()).keptByDefault(app()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 512, 1024})
  void a_value_passes_unharmed_with_the_life_the_vendor_told(int length) {
    String value = "aZ9_-".repeat(length).substring(0, length);
    forEachKind(
        (kind, softly) -> {
          try (var vendor =
              ScriptedVendor.that(ScriptedVendor.answers(200, issues(kind, value, 6543)))) {
            Issuance answer = ask(vendor.address(), kind, LONG);
            softly.assertThat(answer).as(kind.name()).isInstanceOf(Issuance.Issued.class);
            if (answer instanceof Issuance.Issued issued) {
              softly.assertThat(issued.value()).isEqualTo(Secret.of(value));
              softly.assertThat(issued.validFor()).isEqualTo(Duration.ofSeconds(6543));
            }
          }
        });
  }

  @Test
  void a_refused_connection_changes_nothing() {
    forEachKind(
        (kind, softly) ->
            softly
                .assertThat(ask(nowhere(), kind, LONG))
                .as(kind.name())
                .isInstanceOf(Issuance.Unavailable.class));
  }

  @Test
  void a_host_without_an_address_changes_nothing() {
    forEachKind(
        (kind, softly) ->
            softly
                .assertThat(ask(URI.create("http://vendor.invalid"), kind, LONG))
                .as(kind.name())
                .isInstanceOf(Issuance.Unavailable.class));
  }

  @Test
  void a_failed_handshake_changes_nothing() {
    together(
        kinds(),
        kind -> {
          try (var vendor = ScriptedVendor.that(ScriptedVendor.speaksSomethingElse())) {
            URI secure = URI.create("https://127.0.0.1:" + vendor.address().getPort());
            assertThat(ask(secure, kind, SHORT))
                .as(kind.name())
                .isInstanceOf(Issuance.Unavailable.class);
          }
        });
  }

  @Test
  void a_lost_answer_is_not_asked_for_again() {
    afterTheRequestLeft(ScriptedVendor.losesTheAnswer(), LONG);
  }

  @Test
  void a_silent_vendor_is_given_up_in_time() {
    afterTheRequestLeft(ScriptedVendor.isSilent(), SHORT);
  }

  @Test
  void a_vendor_that_stops_after_the_head_is_given_up_in_time() {
    afterTheRequestLeft(ScriptedVendor.stopsAfterTheHead(), SHORT);
  }

  @Test
  void a_trickle_is_given_up_in_time() {
    afterTheRequestLeft(ScriptedVendor.trickles(), SHORT);
  }

  @Test
  void an_answer_without_end_is_given_up() {
    afterTheRequestLeft(ScriptedVendor.neverStops(), LONG);
  }

  @Test
  void what_is_no_http_is_no_answer() {
    afterTheRequestLeft(ScriptedVendor.speaksSomethingElse(), LONG);
  }

  @Test
  void a_cut_answer_is_no_answer() {
    for (Kind kind : kinds()) {
      String body = issues(kind, CANARY + "-value-77aa", 7200);
      afterTheRequestLeft(kind, ScriptedVendor.cuts(body), LONG);
      afterTheRequestLeft(
          kind, ScriptedVendor.answers(200, body.substring(0, body.length() / 2)), LONG);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "ok", "<html>502</html>", "null", "[]", "7200", "{}", "{\"a\":", "{}{}"})
  void garbage_is_no_answer(String body) {
    afterTheRequestLeft(ScriptedVendor.answers(200, body), LONG);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 403, 404, 500, 502, 503, 504})
  void a_gateways_answer_is_no_answer(int status) {
    for (Kind kind : kinds()) {
      String body = issues(kind, CANARY + "-value-77aa", 7200);
      afterTheRequestLeft(kind, ScriptedVendor.answers(status, body), LONG);
    }
  }

  @Test
  void a_value_or_a_life_that_cannot_be_is_no_answer() {
    for (Kind kind : kinds()) {
      for (long life : List.of(0L, -1L, 4_000_000_000L, Long.MAX_VALUE)) {
        afterTheRequestLeft(
            kind, ScriptedVendor.answers(200, issues(kind, CANARY + "-value-77aa", life)), LONG);
      }
      for (String value : List.of("", " ", "a b", "x".repeat(5000))) {
        afterTheRequestLeft(kind, ScriptedVendor.answers(200, issues(kind, value, 7200)), LONG);
      }
    }
  }

  @Test
  void redirects_are_not_followed() {
    for (Kind kind : kinds()) {
      String body = issues(kind, CANARY + "-value-77aa", 7200);
      try (var elsewhere = ScriptedVendor.that(ScriptedVendor.answers(200, body))) {
        afterTheRequestLeft(kind, ScriptedVendor.redirectsTo(elsewhere.address()), LONG);
        assertThat(elsewhere.requests()).isEmpty();
      }
    }
  }

  @Test
  void a_check_tells_life_from_death_and_both_from_noise() {
    for (Kind kind : kinds()) {
      if (!(kind.proof() instanceof Proof.ByCall)) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> platform(nowhere()).check(app(), kind, PARENT, LONG));
        continue;
      }
      assertThat(check(kind, ScriptedVendor.answers(200, accepts())))
          .isInstanceOf(Verdict.Alive.class);
      assertThat(check(kind, ScriptedVendor.answers(200, callsDead())))
          .isInstanceOf(Verdict.Dead.class);
      List<ScriptedVendor.Script> noise =
          List.of(
              ScriptedVendor.losesTheAnswer(),
              ScriptedVendor.isSilent(),
              ScriptedVendor.trickles(),
              ScriptedVendor.speaksSomethingElse(),
              ScriptedVendor.cuts(callsDead()),
              ScriptedVendor.answers(200, "<html>"),
              ScriptedVendor.answers(502, callsDead()),
              ScriptedVendor.answers(503, accepts()));
      together(
          noise, script -> assertThat(check(kind, script)).isInstanceOf(Verdict.Unproven.class));
      assertThat(platform(nowhere()).check(app(), kind, PARENT, LONG))
          .isInstanceOf(Verdict.Unproven.class);
    }
  }

  private Verdict check(Kind kind, ScriptedVendor.Script script) {
    try (var vendor = ScriptedVendor.that(script)) {
      Verdict verdict = platform(vendor.address()).check(app(), kind, PARENT, SHORT);
      assertThat(vendor.requests()).hasSize(1);
      assertNothingSecretIn(verdict.toString());
      return verdict;
    }
  }

  private void afterTheRequestLeft(ScriptedVendor.Script script, Duration within) {
    together(kinds(), kind -> afterTheRequestLeft(kind, script, within));
  }

  /** All at once, because most of what is tested here is waiting. */
  private static <T> void together(List<T> cases, Consumer<T> test) {
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      cases.forEach(one -> running.add(threads.submit(() -> test.accept(one))));
    }
    for (Future<?> done : running) {
      if (done.state() == Future.State.FAILED) {
        throw new AssertionError(done.exceptionNow());
      }
    }
  }

  private void afterTheRequestLeft(Kind kind, ScriptedVendor.Script script, Duration within) {
    Class<?> expected =
        kind.repeat() == Repeat.SAME_VALUE ? Issuance.Unavailable.class : Issuance.Unknown.class;
    try (var vendor = ScriptedVendor.that(script)) {
      assertThat(ask(vendor.address(), kind, within)).as(kind.name()).isInstanceOf(expected);
      assertThat(vendor.requests()).as("%s: asked once", kind.name()).hasSize(1);
    }
  }

  private Issuance ask(URI vendor, Kind kind, Duration within) {
    Secret parent = kind.source() instanceof Source.AppSecret ? null : PARENT;
    Secret partner = kind.source() instanceof Source.OwnPartner ? PARTNER : null;
    Issuance outcome =
        platform(vendor).issue(new IssueRequest(app(), kind, parent, partner, false, within));
    assertNothingSecretIn(outcome.toString());
    return outcome;
  }

  private static void assertNothingSecretIn(String text) {
    assertThat(text).doesNotContain(CANARY);
  }

  private List<Kind> kinds() {
    return platform(nowhere()).kinds(app()).stream()
        .filter(kind -> !(kind.source() instanceof Source.Pushed))
        .toList();
  }

  private interface PerKind {
    void run(Kind kind, SoftAssertions softly);
  }

  private void forEachKind(PerKind test) {
    SoftAssertions.assertSoftly(softly -> kinds().forEach(kind -> test.run(kind, softly)));
  }

  /** An address where nobody listens. */
  private static URI nowhere() {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + taken.getLocalPort());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
