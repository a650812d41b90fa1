package io.lingpai.wechat.component;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.app.App;
import io.lingpai.authorization.PlatformApp;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.Finding;
import io.lingpai.platform.Issuance;
import io.lingpai.platform.Issuance.Issued;
import io.lingpai.platform.http.Http;
import io.lingpai.secret.Secret;
import io.lingpai.wechat.Answer;
import io.lingpai.wechat.Asking;
import io.lingpai.wechat.Outcomes;
import io.lingpai.wechat.WechatMini;
import io.lingpai.wechat.WechatOfficial;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A WeChat third-party platform and the accounts that authorize it.
 *
 * @see <a
 *     href="https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Authorization_Process_Technical_Description.html">checked
 *     2026-11-21</a>
 */
public final class WechatPlatformApp implements PlatformApp {

  /** More are refused with 40170. */
  private static final int LISTED_AT_ONCE = 500;

  private static final String NOT_AUTHORIZED = "61003";

  private static final List<Option> OPTIONS =
      List.of(
          new Option("location_report", List.of("0", "1", "2")),
          new Option("voice_recognize", List.of("0", "1")),
          new Option("customer_service", List.of("0", "1")));

  private final Asking asking;
  private final AuthorizationPages pages;

  /**
   * @param api where WeChat's API is, such as {@code https://api.weixin.qq.com}
   * @param mp where its pages for computers are
   * @param open where its pages for phones are
   */
  public WechatPlatformApp(URI api, URI mp, URI open, Http http) {
    this.asking = new Asking(api, http);
    this.pages = new AuthorizationPages(mp, open);
  }

  @Override
  public String token() {
    return ComponentKinds.TOKEN.name();
  }

  @Override
  public String ticket() {
    return ComponentKinds.TICKET.name();
  }

  @Override
  public List<String> accountPlatforms() {
    return List.of(WechatOfficial.NAME, WechatMini.NAME);
  }

  @Override
  public Finding<Beginning> begin(App platform, Secret token, Duration answerWithin) {
    return ask("api_create_preauthcode", token, named(platform), answerWithin, Found::beginning);
  }

  @Override
  public URI page(App platform, Secret beginning, Asked asked, Device device, URI comeBack) {
    return pages.of(platform.vendorId(), beginning, asked, device, comeBack);
  }

  @Override
  public Finding<Grant> exchange(App platform, Secret token, Secret code, Duration answerWithin) {
    ObjectNode body = named(platform).put("authorization_code", code.reveal());
    return asking.ask(
        path("api_query_auth", token),
        body.toString(),
        new Secret[] {token, code},
        true,
        answerWithin,
        Found::grant);
  }

  @Override
  public Finding<Account> describe(
      App platform, Secret token, String account, Duration answerWithin) {
    return ask(
        "api_get_authorizer_info",
        token,
        named(platform).put("authorizer_appid", account),
        answerWithin,
        json -> Profile.of(account, json));
  }

  @Override
  public boolean saysWithdrawn(VendorError why) {
    return why.code().equals(NOT_AUTHORIZED);
  }

  @Override
  public Finding<Listing> list(App platform, Secret token, int offset, Duration answerWithin) {
    return ask(
        "api_get_authorizer_list",
        token,
        named(platform).put("offset", offset).put("count", LISTED_AT_ONCE),
        answerWithin,
        Found::listing);
  }

  @Override
  public int pageSize() {
    return LISTED_AT_ONCE;
  }

  @Override
  public List<Option> options() {
    return OPTIONS;
  }

  @Override
  public Finding<String> option(
      App platform, Secret token, String account, String name, Duration answerWithin) {
    ObjectNode body = named(platform).put("authorizer_appid", account).put("option_name", name);
    return ask(
        "get_authorizer_option",
        token,
        body,
        answerWithin,
        json -> Optional.of(json.path("option_value").asText()).filter(it -> !it.isEmpty()));
  }

  @Override
  public Finding<Boolean> setOption(
      App platform,
      Secret token,
      String account,
      String name,
      String value,
      Duration answerWithin) {
    ObjectNode body =
        named(platform)
            .put("authorizer_appid", account)
            .put("option_name", name)
            .put("option_value", value);
    return ask("set_authorizer_option", token, body, answerWithin, json -> Optional.of(true));
  }

  @Override
  public Finding<Boolean> say(
      Secret accountToken, String user, String text, Duration answerWithin) {
    ObjectNode body = Answer.JSON.createObjectNode().put("touser", user).put("msgtype", "text");
    body.putObject("text").put("content", text);
    return asking.ask(
        "/cgi-bin/message/custom/send?access_token=" + Asking.encoded(accountToken.reveal()),
        body.toString(),
        new Secret[] {accountToken},
        true,
        answerWithin,
        json -> Optional.of(true));
  }

  private <T> Finding<T> ask(
      String call,
      Secret token,
      ObjectNode body,
      Duration answerWithin,
      Function<JsonNode, Optional<T>> read) {
    return asking.ask(
        path(call, token), body.toString(), new Secret[] {token}, true, answerWithin, read);
  }

  private static String path(String call, Secret token) {
    return "/cgi-bin/component/"
        + call
        + "?component_access_token="
        + Asking.encoded(token.reveal());
  }

  private static ObjectNode named(App platform) {
    return Answer.JSON.createObjectNode().put("component_appid", platform.vendorId());
  }

  /** What is looked for in good answers. */
  private static final class Found {

    static Optional<Beginning> beginning(JsonNode json) {
      OptionalLong life = Answer.number(json.path("expires_in"));
      return life.isEmpty() || life.getAsLong() <= 0
          ? Optional.empty()
          : Outcomes.value(json, "pre_auth_code")
              .map(code -> new Beginning(code, Duration.ofSeconds(life.getAsLong())));
    }

    static Optional<Grant> grant(JsonNode json) {
      JsonNode info = json.path("authorization_info");
      return Asking.text(info, "authorizer_appid")
          .map(account -> new Grant(account, tokens(info), Profile.permissions(info)));
    }

    private static @Nullable Issued tokens(JsonNode info) {
      Issuance issued = Outcomes.issued(info, "authorizer_access_token").orElse(null);
      if (!(issued instanceof Issued value)) {
        return null;
      }
      Secret partner = Outcomes.value(info, "authorizer_refresh_token").orElse(null);
      return new Issued(value.value(), value.validFor(), partner);
    }

    static Optional<Listing> listing(JsonNode json) {
      OptionalLong total = Answer.number(json.path("total_count"));
      if (total.isEmpty() || !json.path("list").isArray()) {
        return Optional.empty();
      }
      List<Listed> accounts = new ArrayList<>();
      for (JsonNode one : json.path("list")) {
        OptionalLong since = Answer.number(one.path("auth_time"));
        Asking.text(one, "authorizer_appid")
            .ifPresent(
                account ->
                    accounts.add(
                        new Listed(
                            account,
                            Outcomes.value(one, "refresh_token").orElse(null),
                            Instant.ofEpochSecond(since.orElse(0)))));
      }
      return Optional.of(new Listing((int) total.getAsLong(), accounts));
    }
  }
}
