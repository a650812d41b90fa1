package io.lingpai.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.app.App;
import io.lingpai.credential.Advice;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.Issuance;
import io.lingpai.platform.IssueRequest;
import io.lingpai.platform.VendorWords;
import io.lingpai.platform.http.Http;
import io.lingpai.secret.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of accounts that authorized a third-party platform: refreshed with a refresh token,
 * which the platform can ask for again if it lost it.
 *
 * @see <a
 *     href="https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/ticket-token/getAuthorizerAccessToken.html">checked
 *     2026-11-21</a>
 */
public final class AuthorizerTokens {

  /** The platform's own credential that both calls are made with. */
  public static final String PARENT = "component_access_token";

  /** The setting of an authorizer that holds its platform's app id. */
  public static final String COMPONENT_APPID = "component_appid";

  private static final int COMPONENT_TOKEN_EXPIRED = 42006;
  private static final Set<Integer> PARTNER_REFUSED = Set.of(61023, 40030, 41003);
  private static final Duration WITHOUT_ONE = Duration.ofHours(1);

  private final String host;
  private final Http http;

  AuthorizerTokens(URI host, Http http) {
    String base = host.toString();
    this.host = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.http = http;
  }

  /** Whether an answer to a call of the platform's says that its token is dead. */
  public static boolean provesParentDead(int code) {
    return WechatErrors.provesDeath(code) || code == COMPONENT_TOKEN_EXPIRED;
  }

  Issuance issue(IssueRequest request) {
    Secret parent = request.parent();
    if (parent == null) {
      throw new IllegalArgumentException(
          request.app().name() + " is asked for without its platform's token");
    }
    Secret partner = request.partner();
    return partner == null ? find(request, parent) : refresh(request, parent, partner);
  }

  private Issuance refresh(IssueRequest request, Secret parent, Secret partner) {
    ObjectNode body = named(request.app()).put("authorizer_refresh_token", partner.reveal());
    return switch (ask("api_authorizer_token", parent, body, request.answerWithin())) {
      case Answer.Good(JsonNode json) -> refreshed(json);
      case Answer.Refusal(int code, String said) -> refused(code, said, parent, partner);
      case Answer.NoAnswer(String why) -> new Issuance.Unknown(Outcomes.network(why));
      case Answer.NotAsked(String why) -> new Issuance.Unavailable(Outcomes.network(why));
    };
  }

  /** An answer without a refresh token leaves the old one in its place. */
  private static Issuance refreshed(JsonNode json) {
    Optional<Issuance> issued = Outcomes.issued(json, "authorizer_access_token");
    if (issued.isEmpty() || !(issued.get() instanceof Issuance.Issued value)) {
      return Outcomes.notAToken();
    }
    Secret partner = Outcomes.value(json, "authorizer_refresh_token").orElse(null);
    return new Issuance.Issued(value.value(), value.validFor(), partner);
  }

  /** Asking changes nothing, so an answer that is lost has changed nothing either. */
  private Issuance find(IssueRequest request, Secret parent) {
    ObjectNode body = named(request.app());
    return switch (ask("api_get_authorizer_info", parent, body, request.answerWithin())) {
      case Answer.Good(JsonNode json) ->
          Outcomes.value(json.path("authorization_info"), "authorizer_refresh_token")
              .<Issuance>map(Issuance.PartnerFound::new)
              .orElseGet(() -> new Issuance.Refused(noPartner(), WITHOUT_ONE));
      case Answer.Refusal(int code, String said) -> refused(code, said, parent, null);
      case Answer.NoAnswer(String why) -> new Issuance.Unavailable(Outcomes.network(why));
      case Answer.NotAsked(String why) -> new Issuance.Unavailable(Outcomes.network(why));
    };
  }

  private static Issuance refused(int code, String said, Secret parent, @Nullable Secret partner) {
    String clean = VendorWords.clean(said, parent);
    if (partner != null) {
      clean = VendorWords.clean(clean, partner);
    }
    VendorError error = WechatErrors.error(code, clean);
    if (provesParentDead(code)) {
      return new Issuance.ParentRejected(error);
    }
    return partner != null && PARTNER_REFUSED.contains(code)
        ? new Issuance.PartnerRejected(error)
        : Outcomes.refused(code, clean);
  }

  private Answer ask(String call, Secret parent, ObjectNode body, Duration within) {
    // Printed with either name of the parameter; the older one is understood by every version.
    URI uri =
        URI.create(
            host
                + "/cgi-bin/component/"
                + call
                + "?component_access_token="
                + URLEncoder.encode(parent.reveal(), StandardCharsets.UTF_8));
    return Answer.read(http.send(Http.Request.post(uri, body.toString()), within));
  }

  private static ObjectNode named(App app) {
    return Answer.JSON
        .createObjectNode()
        .put("component_appid", app.setting(COMPONENT_APPID, ""))
        .put("authorizer_appid", app.vendorId());
  }

  private static VendorError noPartner() {
    return new VendorError(
        "",
        "the vendor names no refresh token for this account",
        new Advice(
            "Have the account's administrator authorize the platform again.",
            "请让该账号的管理员重新授权第三方平台。"),
        null);
  }
}
