package io.lingpai.acceptance.followers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.acceptance.stage.Await;
import io.lingpai.acceptance.stage.Caller;
import io.lingpai.follower.Follower;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.callback.Callback;
import io.lingpai.sandbox.callback.PostOffice;
import io.lingpai.sandbox.wechat.Users;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.server.wiring.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row C6: follow and unfollow as WeChat tells of them, twice, late and out of order. */
class FollowEventsTest {

  // An answer that came just between the vendor's change and its event is asked for again after
  // the vendor's lag, and whatever else is asked about that person waits for it.
  private static final Duration SOON = Follower.LAG.plusSeconds(45);
  private static final String SHOP = "wx00000000000f0001";
  private static final String CLUB = "wx00000000000f0002";
  private static final String MINI = "wx00000000000f0003";

  private Sandbox sandbox;
  private Node node;
  private Desk caller;
  private Users users;

  @BeforeEach
  void open(@TempDir Path data) throws Exception {
    sandbox = Sandbox.start(SandboxOptions.defaults());
    node = Server.node(data, sandbox, Map.of());
    caller = new Desk("http://127.0.0.1:" + node.port());
    account("shop", SHOP);
    users = sandbox.wechat().users(SHOP);
  }

  private void account(String name, String appid) throws Exception {
    WeChatApp app =
        WeChatApp.official(appid, appid.substring(2).repeat(2))
            .followedBy(0)
            .boundToOpenPlatform()
            .pushingTo(
                Callback.secure(caller.base() + "/callbacks/" + name, Desk.TOKEN, Desk.AES_KEY));
    sandbox.wechat().add(app);
    caller.add(name, app);
  }

  @AfterEach
  void close() {
    caller.close();
    node.close();
    sandbox.close();
  }

  @Test
  void who_follows_by_a_code_is_known_with_unionid_and_leaves_with_ids_and_times_only()
      throws Exception {
    String openid = users.add(false);
    users.scansCode(openid, "till-3");

    String unionid = unionid("shop", openid);
    JsonNode following = caller.following(unionid);
    assertThat(following.path("following").asBoolean()).isTrue();
    JsonNode account = following.path("accounts").path(0);
    assertThat(account.path("app").asText()).isEqualTo("shop");
    assertThat(account.path("openid").asText()).isEqualTo(openid);
    assertThat(account.path("subscribed_at").asText()).isNotEmpty();
    assertThat(account.path("unsubscribed_at").isNull()).isTrue();

    users.follow(openid, false);

    Await.until("the departure", SOON, () -> !follows(unionid));
    assertThat(caller.following(unionid).at("/accounts/0/unsubscribed_at").asText()).isNotEmpty();
  }

  @Test
  void one_person_is_found_at_two_accounts() throws Exception {
    account("club", CLUB);
    String here = users.add(false);
    Users others = sandbox.wechat().users(CLUB);
    String there = others.add(false);
    users.follow(here, true);
    others.follow(there, true);
    String unionid = unionid("shop", here);
    assertThat(unionid("club", there)).isEqualTo(unionid);

    users.follow(here, false);
    Await.until("the departure", SOON, () -> !subscribed(unionid, "shop"));

    JsonNode following = caller.following(unionid);
    assertThat(following.path("accounts")).hasSize(2);
    assertThat(following.path("following").asBoolean()).isTrue();
    String key = caller.key("followers:shop");
    JsonNode seen =
        Caller.expect(200, caller.get(key, "/api/v1/followers?unionid=" + unionid)).json();
    assertThat(seen.path("accounts")).hasSize(1);
    assertThat(seen.path("following").asBoolean()).isFalse();
    assertThat(caller.get(key, "/api/v1/followers?app=club&unionid=" + unionid).status())
        .isEqualTo(403);
    assertThat(caller.get(caller.key("read:shop"), "/api/v1/followers?unionid=" + unionid).status())
        .isEqualTo(403);
  }

  @Test
  void events_that_arrive_backwards_and_twice_end_as_the_vendor_has_it() throws Exception {
    String openid = users.add(false);
    PostOffice post = sandbox.wechat().pushes();
    users.follow(openid, true);
    String unionid = unionid("shop", openid);
    post.copies(SHOP, 2);
    post.hold(SHOP);
    long second = System.currentTimeMillis() / 1000;
    users.follow(openid, false);
    Await.until("another second", SOON, () -> System.currentTimeMillis() / 1000 > second + 1);
    users.follow(openid, true);

    post.release(SHOP, PostOffice.Order.NEWEST_FIRST);

    // They are on their way at once, so the older may arrive first all the same.
    Await.until("the way back", SOON, () -> came(unionid) && follows(unionid));
  }

  private boolean came(String unionid) throws Exception {
    return !caller.following(unionid).at("/accounts/0/unsubscribed_at").isNull();
  }

  @Test
  void what_happens_in_one_second_is_settled_by_asking() throws Exception {
    String openid = users.add(false);
    for (int i = 0; i < 5; i++) {
      users.follow(openid, i % 2 == 0);
    }
    String unionid = unionid("shop", openid);
    Await.until("the end of it", SOON, () -> follows(unionid));

    for (int i = 0; i < 5; i++) {
      users.follow(openid, i % 2 == 1);
    }

    Await.until("the end of that", SOON, () -> !follows(unionid));
  }

  @Test
  void a_unionid_stays_though_an_answer_lacks_it() throws Exception {
    String openid = users.add(false);
    users.follow(openid, true);
    String unionid = unionid("shop", openid);
    users.withholdsUnionid(openid, 100);

    users.follow(openid, false);
    Await.until("the departure", SOON, () -> !follows(unionid));
    users.follow(openid, true);

    Await.until("the return", SOON, () -> follows(unionid));
  }

  @Test
  void with_an_app_its_followers_are_erased() throws Exception {
    String openid = users.add(false);
    users.follow(openid, true);
    String unionid = unionid("shop", openid);

    caller.remove("shop");
    account("shop", SHOP);

    assertThat(caller.following(unionid).path("accounts")).isEmpty();
  }

  @Test
  void a_missing_unionid_is_explained() throws Exception {
    WeChatApp unbound = WeChatApp.official(CLUB, "c".repeat(32)).followedBy(1);
    sandbox.wechat().add(unbound);
    caller.add("club", unbound);
    String openid = sandbox.wechat().users(CLUB).openids().getFirst();

    assertThat(causes("club", openid)).contains("never-seen").contains("not-bound");
    assertThat(causes("club", "oNobodyOfThisName000000000000")).contains("another-accounts");
  }

  @Test
  void a_member_of_the_mini_program_is_told_whether_they_follow() throws Exception {
    WeChatApp mini = WeChatApp.mini(MINI, "d".repeat(32)).followedBy(2).boundToOpenPlatform();
    sandbox.wechat().add(mini);
    caller.add("mini", mini);
    Users players = sandbox.wechat().users(MINI);
    String player = players.openids().getFirst();
    String session =
        Caller.expect(
                200,
                caller.post(
                    "/api/v1/apps/mini/logins", Map.of("code", players.opensMiniProgram(player))))
            .json()
            .path("session")
            .asText();
    assertThat(check("mini", session).path("following").asBoolean(true)).isFalse();

    // The n-th user of every app is the same person.
    String openid = users.add(false);
    users.follow(openid, true);
    String unionid = unionid("shop", openid);

    JsonNode found = check("shop", session);
    assertThat(found.path("unionid").asText()).isEqualTo(unionid);
    assertThat(found.path("following").asBoolean()).isTrue();
    assertThat(check("mini", session).path("following").asBoolean()).isTrue();
    assertThat(
            caller.post("/api/v1/apps/shop/follower-checks", Map.of("session", "lps_no")).status())
        .isNotEqualTo(200);
  }

  private JsonNode check(String app, String session) throws Exception {
    return Caller.expect(
            200,
            caller.post("/api/v1/apps/" + app + "/follower-checks", Map.of("session", session)))
        .json();
  }

  private String causes(String app, String openid) throws Exception {
    return explanation(app, openid).path("findings").toString();
  }

  private JsonNode explanation(String app, String openid) throws Exception {
    return Caller.expect(
            200, caller.get("/api/v1/apps/" + app + "/unionid-explanations?openid=" + openid))
        .json();
  }

  /** Waits for the event and for what is asked because of it. */
  private String unionid(String app, String openid) throws Exception {
    String appid = app.equals("shop") ? SHOP : CLUB;
    Await.until(
        "the question that follows from the event",
        SOON,
        () -> sandbox.calls().count("/cgi-bin/user/info", appid) > 0);
    Await.until("the unionid", SOON, () -> !explanation(app, openid).path("unionid").isNull());
    String unionid = explanation(app, openid).path("unionid").asText();
    Await.until("the follower", SOON, () -> subscribed(unionid, app));
    return unionid;
  }

  private boolean follows(String unionid) throws Exception {
    return caller.following(unionid).path("following").asBoolean();
  }

  private boolean subscribed(String unionid, String app) throws Exception {
    for (JsonNode account : caller.following(unionid).path("accounts")) {
      if (account.path("app").asText().equals(app)) {
        return account.path("subscribed").asBoolean();
      }
    }
    return false;
  }
}
