package io.lingpai.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.call.Asked;
import io.lingpai.sandbox.call.Mask;
import io.lingpai.sandbox.http.Json;
import io.lingpai.sandbox.wechat.AppView;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Apps and calls as the control API spells them. */
final class AppJson {
  private AppJson() {}

  static WeChatApp read(Input input) {
    input.only(
        "appid",
        "secret",
        "kind",
        "name",
        "life_seconds",
        "whitelist",
        "confirms_addresses",
        "bound",
        "open_platform",
        "page_domains",
        "callback_url",
        "token",
        "aes_key",
        "mode",
        "format",
        "web_domain",
        "followers");
    String appid = input.requiredText("appid");
    String secret = input.requiredText("secret");
    String kind = input.text("kind").orElse("official");
    WeChatApp app =
        switch (kind) {
          case "official" -> WeChatApp.official(appid, secret);
          case "mini" -> WeChatApp.mini(appid, secret);
          default ->
              throw new IllegalArgumentException("kind: " + kind + " (expected: official or mini)");
        };
    app = app.named(input.text("name").orElse(appid));
    app = app.whitelisting(input.texts("whitelist").toArray(String[]::new));
    app = app.withPagesOn(input.texts("page_domains").toArray(String[]::new));
    if (input.number("life_seconds").isPresent()) {
      app = app.living(Duration.ofSeconds(input.requiredNumber("life_seconds")));
    }
    if (input.flag("confirms_addresses")) {
      app = app.confirmingAddresses();
    }
    if (input.flag("bound")) {
      app = app.boundToOpenPlatform();
    }
    if (input.text("open_platform").isPresent()) {
      app = app.boundToOpenPlatform(input.requiredText("open_platform"));
    }
    if (input.text("callback_url").isPresent()) {
      app = app.pushingTo(MessagingActions.callback(input, "callback_url"));
    }
    if (input.text("web_domain").isPresent()) {
      app = app.returningTo(input.requiredText("web_domain"));
    }
    if (input.number("followers").isPresent()) {
      app = app.followedBy(input.requiredNumber("followers"));
    }
    return app;
  }

  static ObjectNode write(AppView app, boolean reveal) {
    ObjectNode json =
        Json.object()
            .put("appid", app.appid())
            .put("name", app.name())
            .put("kind", app.kind().name().toLowerCase(Locale.ROOT))
            .put("life_seconds", app.life().toMillis() / 1000.0)
            .put("frozen", app.frozen())
            .put("confirms_addresses", app.risky())
            .put("forces_today", app.forcesToday())
            .put("quota_resets_this_month", app.quotaResetsThisMonth());
    ArrayNode whitelist = json.putArray("whitelist");
    app.whitelist().forEach(whitelist::add);
    write(app.held(), json.putArray("held"), reveal);
    json.put("callback_url", app.callbackUrl())
        .put("open_platform", app.openPlatform())
        .put("followers", app.followers());
    ArrayNode people = json.putArray("people");
    for (AppView.Person one : app.people()) {
      people
          .addObject()
          .put("openid", one.openid())
          .put("nickname", one.nickname())
          .put("follows", one.follows());
    }
    ObjectNode risk = json.putObject("risk");
    app.risk().forEach(risk::put);
    ObjectNode used = json.putObject("used_today");
    app.usedToday().forEach(used::put);
    return json;
  }

  static void write(List<AppView.Held> held, ArrayNode to, boolean reveal) {
    for (AppView.Held one : held) {
      to.addObject()
          .put("kind", one.kind())
          .put("value", reveal ? one.value() : Mask.of(one.value()))
          .put("issued_at", one.issuedAt().toString())
          .put("usable_until", one.usableUntil().toString())
          .put("usable", one.usable());
    }
  }

  static ObjectNode write(Asked call) {
    ObjectNode json =
        Json.object()
            .put("number", call.number())
            .put("at", call.at().toString())
            .put("vendor", call.vendor())
            .put("method", call.method())
            .put("path", call.path())
            .put("app", call.app())
            .put("client", call.client())
            .put("status", call.status())
            .put("code", call.code())
            .put("fault", call.fault());
    ObjectNode parameters = json.putObject("parameters");
    call.parameters().forEach(parameters::put);
    return json;
  }
}
