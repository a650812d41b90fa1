package io.lingpai.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.app.App;
import io.lingpai.app.AppStore;
import io.lingpai.audit.AuditLog;
import io.lingpai.member.Arrival;
import io.lingpai.member.Arrival.Arrived;
import io.lingpai.member.LoginAnswers;
import io.lingpai.member.Member;
import io.lingpai.member.MemberStore;
import io.lingpai.member.Profile;
import io.lingpai.secret.Secret;
import io.lingpai.session.Session;
import io.lingpai.session.Session.Holder;
import io.lingpai.session.SessionStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of members, their sessions and the answers to their logins must do. */
public abstract class MemberStoreContract {

  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00.123456Z");
  private static final Profile DEFAULTS =
      new Profile("用户昵称", "https://a.cn/default.png", 0, "", "", "");

  protected Stores stores;
  private int number;

  /** Empty stores. */
  protected abstract Stores emptyStores();

  /** What a login is written to. */
  public record Stores(
      MemberStore members,
      SessionStore sessions,
      LoginAnswers answers,
      AuditLog audit,
      AppStore apps) {}

  @BeforeEach
  void begin_with_empty_stores() {
    stores = emptyStores();
  }

  @Test
  void a_first_login_makes_the_member_and_the_next_renews_it() {
    Profile told = new Profile("小明", "https://a.cn/1.png", 1, "广东", "广州", "中国");
    Arrived first = arrive(arrival("o1", "u1", told, NOW));
    Arrived second =
        arrive(
            arrival(
                "o1", null, new Profile("大明", null, null, null, null, null), NOW.plusSeconds(9)));

    assertThat(first.first()).isTrue();
    assertThat(first.member())
        .isEqualTo(
            new Member(
                "m1",
                "mini",
                "o1",
                "u1",
                "小明",
                "https://a.cn/1.png",
                1,
                "广东",
                "广州",
                "中国",
                "active",
                1,
                NOW,
                "203.0.113.7",
                NOW,
                "203.0.113.7"));
    assertThat(second.first()).isFalse();
    assertThat(second.member())
        .isEqualTo(
            new Member(
                "m1",
                "mini",
                "o1",
                "u1",
                "大明",
                "https://a.cn/1.png",
                1,
                "广东",
                "广州",
                "中国",
                "active",
                2,
                NOW,
                "203.0.113.7",
                NOW.plusSeconds(9),
                "203.0.113.7"));
    assertThat(stores.members().find("mini", "m1")).contains(second.member());
    assertThat(stores.members().withOpenid("mini", "o1")).contains(second.member());
    assertThat(stores.members().find("other", "m1")).isEmpty();
  }

  @Test
  void a_member_who_tells_nothing_gets_the_defaults_once() {
    assertThat(arrive(arrival("o1", null, Profile.NOTHING, NOW)).member().nickname())
        .isEqualTo("用户昵称");
    arrive(arrival("o1", null, new Profile("小明", null, null, null, null, null), NOW));
    assertThat(arrive(arrival("o1", null, Profile.NOTHING, NOW)).member())
        .extracting(Member::nickname, Member::avatar)
        .containsExactly("小明", "https://a.cn/default.png");
  }

  @Test
  void of_many_first_logins_at_once_one_makes_the_member() throws Exception {
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      arrivals.add(arrival("o1", i == 77 ? "u1" : null, Profile.NOTHING, NOW));
    }
    List<Arrived> arrived = new ArrayList<>();
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Arrived>> logins =
          arrivals.stream().<Callable<Arrived>>map(one -> () -> arrive(one)).toList();
      for (Future<Arrived> one : many.invokeAll(logins)) {
        arrived.add(one.get());
      }
    }

    assertThat(arrived.stream().filter(Arrived::first)).hasSize(1);
    assertThat(arrived.stream().map(one -> one.member().id()).distinct()).hasSize(1);
    Set<Long> counts =
        arrived.stream().map(one -> one.member().loginCount()).collect(Collectors.toSet());
    assertThat(counts).hasSize(200).contains(1L, 200L);
    Member member = stores.members().withOpenid("mini", "o1").orElseThrow();
    assertThat(member.unionid()).isEqualTo("u1");
    assertThat(member.loginCount()).isEqualTo(200);
    assertThat(stores.sessions().endAll("mini", Holder.member(member.id()), NOW.plusSeconds(1)))
        .isEqualTo(200);
    assertThat(stores.audit().list(0, 1000)).hasSize(200);
    assertThat(stores.audit().firstBroken()).isEmpty();
  }

  @Test
  void a_login_that_fails_on_the_way_leaves_nothing() {
    Arrival arrival = arrival("o1", null, Profile.NOTHING, NOW);

    assertThatThrownBy(
            () ->
                stores
                    .members()
                    .arrive(
                        arrival,
                        arrived -> {
                          throw new IllegalStateException("no answer");
                        }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(stores.members().withOpenid("mini", "o1")).isEmpty();
    assertThat(stores.sessions().find(arrival.sessionId())).isEmpty();
    assertThat(stores.audit().list(0, 10)).isEmpty();
  }

  @Test
  void an_answer_is_kept_with_the_login_and_for_its_app_only() {
    Arrival arrival = arrival("o1", null, Profile.NOTHING, NOW);
    stores.members().arrive(arrival, arrived -> Secret.of("hello " + arrived.member().id()));

    LoginAnswers answers = stores.answers();
    String request = arrival.request().id();
    assertThat(answers.find("mini", request, NOW)).contains(Secret.of("hello m1"));
    assertThat(answers.find("other", request, NOW)).isEmpty();
    assertThat(answers.find("mini", request, NOW.plusSeconds(1))).isEmpty();
    Arrival.Request used = arrival.request();
    assertThat(answers.useOf("mini", used)).contains(new LoginAnswers.Use(true, NOW));
    assertThat(answers.useOf("mini", new Arrival.Request("r-other", used.code())))
        .contains(new LoginAnswers.Use(false, NOW));
    assertThat(answers.useOf("mini", new Arrival.Request(used.id(), "never"))).isEmpty();
    assertThat(answers.useOf("other", used)).isEmpty();
    answers.keep(
        "mini", new Arrival.Request("r-later", used.code()), Secret.of("no"), NOW.plusSeconds(5));
    assertThat(answers.useOf("mini", used)).contains(new LoginAnswers.Use(true, NOW));

    answers.keep("mini", arrival.request(), Secret.of("another"), NOW);
    assertThat(answers.find("mini", request, NOW)).contains(Secret.of("hello m1"));
    answers.keep(
        "mini", new Arrival.Request("r-new", "c-new"), Secret.of("no"), NOW.plusSeconds(9));
    assertThat(answers.forgetBefore(NOW.plusSeconds(1))).isEqualTo(1);
    assertThat(answers.find("mini", "r-new", NOW)).contains(Secret.of("no"));
  }

  @Test
  void a_replaced_session_key_opens_for_an_hour() {
    MemberStore members = stores.members();
    arrive(arrival("o1", null, Profile.NOTHING, NOW));
    assertThat(members.sessionKeys("mini", "m1", NOW)).containsExactly(Secret.of("key"));

    members.replaceSessionKey("mini", "m1", Secret.of("key"), NOW);
    assertThat(members.sessionKeys("mini", "m1", NOW)).containsExactly(Secret.of("key"));

    members.replaceSessionKey("mini", "m1", Secret.of("next"), NOW);
    assertThat(members.sessionKeys("mini", "m1", NOW.plusSeconds(3599)))
        .containsExactly(Secret.of("next"), Secret.of("key"));
    assertThat(members.sessionKeys("mini", "m1", NOW.plusSeconds(3600)))
        .containsExactly(Secret.of("next"));
    assertThat(members.sessionKeys("other", "m1", NOW)).isEmpty();
  }

  @Test
  void what_looks_like_code_is_stored_as_the_text_it_is() {
    String nasty = "'; DROP--<a>&{\"";
    Profile told = new Profile(nasty, nasty, 2, nasty, nasty, nasty);
    Member member = arrive(arrival("o'1\"; --", "u'<x>", told, NOW)).member();

    assertThat(stores.members().withOpenid("mini", "o'1\"; --")).contains(member);
    assertThat(member.nickname()).isEqualTo(nasty.substring(0, 12));
    assertThat(member.city()).isEqualTo(nasty);
    assertThat(stores.members().list("mini", "u'<x>", "", 10)).containsExactly(member);
  }

  @Test
  void members_are_listed_by_id_and_found_by_unionid() {
    arrive(arrival("o1", "u1", Profile.NOTHING, NOW));
    arrive(arrival("o2", "u2", Profile.NOTHING, NOW));
    arrive(arrival("o3", null, Profile.NOTHING, NOW));
    stores.members().learnUnionid("mini", "m3", "u2");

    MemberStore members = stores.members();
    assertThat(members.list("mini", null, "", 2))
        .extracting(Member::id)
        .containsExactly("m1", "m2");
    assertThat(members.list("mini", null, "m2", 2)).extracting(Member::id).containsExactly("m3");
    assertThat(members.list("mini", "u2", "", 9))
        .extracting(Member::id)
        .containsExactly("m2", "m3");
    assertThat(members.list("other", null, "", 9)).isEmpty();
  }

  @Test
  void an_erased_member_leaves_a_line_of_the_log_and_nothing_else() {
    Arrival arrival = arrival("o1", "u1", Profile.NOTHING, NOW);
    arrive(arrival);

    assertThat(stores.members().erase("other", "m1", "key", NOW)).isFalse();
    assertThat(stores.members().erase("mini", "m1", "key", NOW)).isTrue();
    assertThat(stores.members().erase("mini", "m1", "key", NOW)).isFalse();

    assertThat(stores.members().find("mini", "m1")).isEmpty();
    assertThat(stores.sessions().find(arrival.sessionId())).isEmpty();
    assertThat(stores.answers().find("mini", arrival.request().id(), NOW)).isEmpty();
    assertThat(stores.audit().list(0, 1))
        .extracting(AuditLog.Entry::action, AuditLog.Entry::subject)
        .containsExactly(Tuple.tuple("member.erase", "mini/m1"));
  }

  @Test
  void the_vendors_words_about_a_member_stay_until_there_are_others() {
    arrive(arrival("o1", null, Profile.NOTHING, NOW));
    assertThat(stores.members().document("mini", "m1")).contains(Secret.of("{\"n\":1}"));
    assertThat(stores.members().document("mini", "m2")).isEmpty();
  }

  @Test
  void a_session_lasts_until_it_expires_or_is_ended() {
    SessionStore sessions = stores.sessions();
    Session session =
        new Session("s1", "mini", Holder.employee("e1"), NOW, NOW.plusSeconds(60), null);
    sessions.add(session);
    assertThat(sessions.find("s1")).contains(session);

    sessions.prolong("s1", NOW.plusSeconds(30));
    assertThat(sessions.find("s1").orElseThrow().expiresAt()).isEqualTo(NOW.plusSeconds(60));
    sessions.prolong("s1", NOW.plusSeconds(90));
    assertThat(sessions.find("s1").orElseThrow().activeAt(NOW.plusSeconds(89))).isTrue();
    assertThat(sessions.find("s1").orElseThrow().activeAt(NOW.plusSeconds(90))).isFalse();

    assertThat(sessions.endAll("mini", Holder.member("e1"), NOW)).isZero();
    assertThat(sessions.end("s1", NOW.plusSeconds(1))).isTrue();
    assertThat(sessions.end("s1", NOW.plusSeconds(2))).isFalse();
    sessions.prolong("s1", NOW.plusSeconds(900));
    assertThat(sessions.find("s1").orElseThrow())
        .extracting(Session::endedAt, Session::expiresAt)
        .containsExactly(NOW.plusSeconds(1), NOW.plusSeconds(90));

    assertThat(sessions.forgetOverBefore(NOW)).isZero();
    assertThat(sessions.forgetOverBefore(NOW.plusSeconds(5))).isEqualTo(1);
    assertThat(sessions.find("s1")).isEmpty();
  }

  @Test
  void an_app_under_the_name_of_a_removed_one_finds_nobody() {
    App app = App.of("mini", "wechat-mini", "wx0000000000000003", Secret.of("s"));
    stores.apps().add(app);
    for (int i = 0; i < 600; i++) {
      arrive(arrival("o" + i, null, DEFAULTS, NOW));
    }

    stores.apps().remove("mini");
    stores.apps().add(app);

    assertThat(stores.members().withOpenid("mini", "o0")).isEmpty();
    assertThat(stores.members().withOpenid("mini", "o599")).isEmpty();
    assertThat(stores.sessions().find("s1")).isEmpty();
  }

  private Arrived arrive(Arrival arrival) {
    return stores.members().arrive(arrival, arrived -> Secret.of("answer"));
  }

  private Arrival arrival(String openid, @Nullable String unionid, Profile told, Instant at) {
    number++;
    return new Arrival(
        "mini",
        openid,
        unionid,
        "m" + number,
        told,
        DEFAULTS,
        Secret.of("{\"n\":1}"),
        Secret.of("key"),
        "s" + number,
        at,
        at.plusSeconds(600),
        "203.0.113.7",
        "key-1",
        new Arrival.Request("r" + number, "c" + number));
  }
}
