package io.lingpai.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.app.App;
import io.lingpai.app.AppStore;
import io.lingpai.app.AppStore.AppChanges;
import io.lingpai.secret.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of apps must do. */
public abstract class AppStoreContract {

  protected AppStore store;

  /** An empty store. */
  protected abstract AppStore emptyStore();

  @BeforeEach
  void begin_with_an_empty_store() {
    store = emptyStore();
  }

  @Test
  void every_field_comes_back_as_it_was_written() {
    App full =
        new App(
            "shop",
            "wechat-official",
            "wx0000000000000001",
            Map.of("token_mode", "classic", "callback.mode", "安全"),
            Map.of("secret", Secret.of("s".repeat(600)), "callback.aes_key", Secret.of("密钥")),
            List.of("access_token", "jsapi_ticket"),
            List.of("shop.example.com", "店.example"),
            "platform",
            App.State.DISABLED,
            "authorization withdrawn 已取消授权",
            true,
            7);
    App bare = app("bare", "wx2");

    assertThat(store.add(full)).isTrue();
    assertThat(store.add(bare)).isTrue();
    assertThat(store.add(app("nothing-kept", "wx3").withKeep(List.of()))).isTrue();

    assertThat(store.find("shop")).contains(full);
    assertThat(store.find("bare")).contains(bare);
    assertThat(store.find("nothing-kept").orElseThrow().keep()).isEmpty();
    assertThat(store.find("nobody")).isEmpty();
  }

  @Test
  void a_name_is_given_once_and_a_vendors_id_once_on_each_platform() {
    App shop = app("shop", "wx1");
    assertThat(store.add(shop)).isTrue();

    assertThat(store.add(app("shop", "wx2"))).isFalse();
    assertThat(store.add(app("other", "wx1"))).isFalse();
    assertThat(store.add(App.of("other", "dingtalk", "wx1", Secret.of("s")))).isTrue();

    assertThat(store.find("shop")).contains(shop);
  }

  @Test
  void a_change_made_from_an_older_revision_is_refused() {
    App shop = app("shop", "wx1");
    store.add(shop);

    App healed = shop.withSecrets(Map.of("secret", Secret.of("new")));
    assertThat(store.replace(healed)).isTrue();
    assertThat(store.replace(shop.withState(App.State.DISABLED, "late"))).isFalse();
    assertThat(store.replace(app("nobody", "wx9"))).isFalse();

    assertThat(store.find("shop")).contains(healed.withRevision(shop.revision() + 1));
  }

  @Test
  void a_removed_app_is_gone_and_its_name_and_id_are_free() {
    App shop = app("shop", "wx1");
    store.add(shop);

    assertThat(store.remove("shop")).isTrue();
    assertThat(store.remove("shop")).isFalse();
    assertThat(store.find("shop")).isEmpty();
    assertThat(store.list("", 10)).isEmpty();
    assertThat(store.replace(shop)).isFalse();

    assertThat(store.add(app("successor", "wx1"))).isTrue();
    assertThat(store.add(app("shop", "wx2"))).isTrue();
    assertThat(store.find("shop").orElseThrow().vendorId()).isEqualTo("wx2");
  }

  @Test
  void several_go_at_once() {
    store.add(app("a", "wx1"));
    store.add(app("b", "wx2"));
    store.add(app("c", "wx3"));

    assertThat(store.removeAll(List.of("a", "nobody", "c"))).containsExactly("a", "c");

    assertThat(store.list("", 10)).extracting(App::name).containsExactly("b");
    assertThat(store.changesAfter(0).removed()).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void apps_are_listed_by_name_page_by_page() {
    for (String name : List.of("c", "a-b", "a", "b")) {
      store.add(app(name, "wx-" + name));
    }
    assertThat(store.list("", 3)).extracting(App::name).containsExactly("a", "a-b", "b");
    assertThat(store.list("b", 3)).extracting(App::name).containsExactly("c");
  }

  @Test
  void a_follower_learns_what_changed_and_what_is_gone() {
    App a = app("a", "wx1");
    App b = app("b", "wx2");
    store.add(a);
    store.add(b);
    AppChanges first = store.changesAfter(0);
    assertThat(first.changed()).containsExactly(a, b);

    store.replace(a.withKeep(List.of("access_token")));
    store.remove("b");
    AppChanges second = store.changesAfter(first.position());
    assertThat(second.changed()).extracting(App::name).containsExactly("a");
    assertThat(second.removed()).containsExactly("b");

    assertThat(store.changesAfter(second.position()).changed()).isEmpty();
    store.add(b);
    assertThat(store.changesAfter(second.position()).changed()).containsExactly(b);
    assertThat(store.changesAfter(second.position()).removed()).isEmpty();
  }

  private static App app(String name, String vendorId) {
    return App.of(name, "wechat-official", vendorId, Secret.of("secret-of-" + name));
  }
}
