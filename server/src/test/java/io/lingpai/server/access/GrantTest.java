package io.lingpai.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.server.access.Grant.Action;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GrantTest {

  @Example
  void the_contracts_examples_mean_what_it_says() {
    assertThat(allows("read:shop/access_token", Need.read("shop", "access_token"))).isTrue();
    assertThat(allows("read:shop/access_token", Need.read("shop", "jsapi_ticket"))).isFalse();
    assertThat(allows("read:shop", Need.read("shop", "jsapi_ticket"))).isTrue();
    assertThat(allows("read:*", Need.read("other", "jsapi_ticket"))).isTrue();
    assertThat(allows("read:*/access_token", Need.read("other", "jsapi_ticket"))).isFalse();
    assertThat(allows("read:shop", Need.of(Action.RENEW, "shop"))).isFalse();
    assertThat(allows("read:*", Need.ADMIN)).isFalse();
    assertThat(allows("read:*", Need.WATCH)).isFalse();
    assertThat(allows("watch", Need.WATCH)).isTrue();
    assertThat(allows("watch", Need.read("shop", "access_token"))).isFalse();
    assertThat(allows("admin", Need.WATCH)).isTrue();
    assertThat(allows("admin", Need.read("shop", "access_token"))).isTrue();
    assertThat(allows("sign:shop", Need.of(Action.SIGN, "shop"))).isTrue();
  }

  @Example
  void paths_are_compared_as_sent() {
    assertThat(allows("proxy:shop/cgi-bin/message/*", proxy("cgi-bin/message/send"))).isTrue();
    assertThat(allows("proxy:shop/cgi-bin/message/*", proxy("cgi-bin/user/info"))).isFalse();
    assertThat(allows("proxy:shop/cgi-bin/user/info", proxy("cgi-bin/user/info"))).isTrue();
    assertThat(allows("proxy:shop/cgi-bin/user/info", proxy("cgi-bin/user/info/x"))).isFalse();
    assertThat(allows("proxy:shop", proxy("anything"))).isTrue();
    assertThat(allows("proxy:shop/cgi-bin/*", proxy("CGI-BIN/x"))).isFalse();
  }

  @Example
  void a_component_grant_covers_its_authorizers_and_not_itself() {
    Grant grant = Grant.parse("read:platform.*");

    assertThat(grant.allows(Need.read("wx1", "access_token"), "platform")).isTrue();
    assertThat(grant.allows(Need.read("wx1", "access_token"), "other")).isFalse();
    assertThat(grant.allows(Need.read("wx1", "access_token"), null)).isFalse();
    assertThat(grant.allows(Need.read("platform", "access_token"), null)).isFalse();
  }

  @Example
  void what_is_no_grant_is_refused_with_the_rule() {
    for (String wrong :
        new String[] {
          "",
          "*",
          "read",
          "read:",
          "read:Shop",
          "read:shop/",
          "read:shop/a/b",
          "read:a b",
          "write:shop",
          "watch:shop",
          "admin:*",
          "sign:shop/x",
          "proxy:shop//x",
          "proxy:shop/../x",
          "proxy:shop/a*b",
          "read:shop.*.*",
          "READ:shop",
          " read:shop",
          "read:shop ",
          "read:.*"
        }) {
      assertThatThrownBy(() -> Grant.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Property
  void a_grant_reads_back_as_it_was_written(@ForAll("grants") String text) {
    assertThat(Grant.parse(text)).hasToString(text);
  }

  @Property
  void only_admin_reaches_over_actions(@ForAll("grants") String text, @ForAll Action needed) {
    Grant grant = Grant.parse(text);
    Need need = Need.of(needed, needed.concernsAnApp() ? "shop" : "");

    if (grant.allows(need, null)) {
      assertThat(grant.action()).isIn(needed, Action.ADMIN);
    }
  }

  @Property
  void a_grant_for_one_app_never_allows_another(
      @ForAll("grants") String text, @ForAll("apps") String app) {
    Grant grant = Grant.parse(text);

    if (grant.allows(Need.read(app, "access_token"), null)) {
      assertThat(grant.app()).isIn(app, "*", "");
    }
  }

  @Property
  void a_grant_limited_to_something_is_never_wider_than_the_one_without_the_limit(
      @ForAll("apps") String app, @ForAll("apps") String needed, @ForAll("paths") String path) {
    Need need = new Need(Action.PROXY, needed, path);

    if (allows("proxy:" + app + "/cgi-bin/*", need)) {
      assertThat(allows("proxy:" + app, need)).isTrue();
      assertThat(path).startsWith("cgi-bin/");
    }
  }

  @Property
  void garbage_is_refused_and_never_worse(@ForAll String garbage) {
    try {
      assertThat(Grant.parse(garbage).toString()).isEqualTo(garbage);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageContaining("grant");
    }
  }

  @Provide
  Arbitrary<String> apps() {
    return Arbitraries.of("shop", "shop-2", "sho", "wx0000000000000001", "platform");
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of("cgi-bin/user/info", "cgi-bin", "cgi-bin/", "sns/x", "cgi-binx/y");
  }

  @Provide
  Arbitrary<String> grants() {
    Arbitrary<String> scopes = Arbitraries.oneOf(apps(), Arbitraries.of("*", "platform.*"));
    Arbitrary<String> withoutRest =
        Combinators.combine(
                Arbitraries.of("read", "renew", "sign", "login", "proxy", "directory"), scopes)
            .as((action, scope) -> action + ":" + scope);
    Arbitrary<String> withRest =
        Combinators.combine(scopes, Arbitraries.of("access_token", "jsapi_ticket", "*"))
            .as((scope, kind) -> "read:" + scope + "/" + kind);
    Arbitrary<String> withPath =
        Combinators.combine(scopes, Arbitraries.of("cgi-bin/message/*", "*", "sns/userinfo"))
            .as((scope, path) -> "proxy:" + scope + "/" + path);
    return Arbitraries.oneOf(withoutRest, withRest, withPath, Arbitraries.of("watch", "admin"));
  }

  private static Need proxy(String path) {
    return new Need(Action.PROXY, "shop", path);
  }

  private static boolean allows(String grant, Need need) {
    return Grant.parse(grant).allows(need, null);
  }
}
