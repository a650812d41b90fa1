package io.lingpai.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.call.Mask;
import io.lingpai.sandbox.http.Json;
import io.lingpai.sandbox.wechat.ComponentView;
import io.lingpai.sandbox.wechat.ReleaseReport;
import io.lingpai.sandbox.wechat.WeChatComponent;
import java.time.Duration;

/** Third-party platforms as the control API spells them. */
final class ComponentJson {
  private ComponentJson() {}

  static WeChatComponent read(Input input) {
    input.only(
        "appid",
        "secret",
        "name",
        "life_seconds",
        "event_url",
        "message_url",
        "token",
        "aes_key",
        "whitelist",
        "starting_domain",
        "return_domain",
        "rotates");
    WeChatComponent platform =
        WeChatComponent.of(input.requiredText("appid"), input.requiredText("secret"));
    platform = platform.named(input.text("name").orElse(platform.appid()));
    platform = platform.whitelisting(input.texts("whitelist").toArray(String[]::new));
    platform =
        platform.between(
            input.text("starting_domain").orElse(null), input.text("return_domain").orElse(null));
    if (input.number("life_seconds").isPresent()) {
      platform = platform.living(Duration.ofSeconds(input.requiredNumber("life_seconds")));
    }
    if (input.text("event_url").isPresent()) {
      platform =
          platform.calledBackAt(
              input.requiredText("event_url"),
              input.requiredText("message_url"),
              input.requiredText("token"),
              input.requiredText("aes_key"));
    }
    return input.flag("rotates") ? platform.rotating() : platform;
  }

  static ObjectNode write(ComponentView platform, boolean reveal) {
    ObjectNode json =
        Json.object()
            .put("appid", platform.appid())
            .put("name", platform.name())
            .put("life_seconds", platform.life().toMillis() / 1000.0)
            .put("event_url", platform.eventUrl())
            .put("message_url", platform.messageUrl())
            .put("pushing", platform.pushing())
            .put("held", platform.held())
            .put("rotates", platform.rotates())
            .put("next_push", platform.nextPush().toString())
            .put("authorizers", platform.authorizers());
    ArrayNode whitelist = json.putArray("whitelist");
    platform.whitelist().forEach(whitelist::add);
    AppJson.write(platform.tokens(), json.putArray("tokens"), reveal);
    ArrayNode newest = json.putArray("newest");
    for (ComponentView.Authorizer one : platform.newest()) {
      ObjectNode shown =
          newest
              .addObject()
              .put("appid", one.appid())
              .put("name", one.name())
              .put("standing", one.standing())
              .put("since", one.since().toString())
              .put("shows_refresh_token", one.showsRefreshToken())
              .put("refresh_token", reveal ? one.refreshToken() : Mask.of(one.refreshToken()))
              .put("tokens_issued", one.tokensIssued());
      ArrayNode granted = shown.putArray("granted");
      one.granted().forEach(granted::add);
    }
    if (platform.lastReport() != null) {
      json.set("release_check", write(platform.lastReport()));
    }
    return json;
  }

  static ObjectNode write(ReleaseReport report) {
    ObjectNode json = Json.object().put("group", report.group()).put("passed", report.passed());
    ArrayNode steps = json.putArray("steps");
    for (ReleaseReport.Step step : report.steps()) {
      steps
          .addObject()
          .put("name", step.name())
          .put("passed", step.passed())
          .put("millis", step.millis())
          .put("expected", step.expected())
          .put("saw", step.saw());
    }
    return json;
  }
}
