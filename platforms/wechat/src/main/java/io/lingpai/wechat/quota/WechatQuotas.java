package io.lingpai.wechat.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.Finding;
import io.lingpai.platform.VendorWords;
import io.lingpai.platform.http.Http;
import io.lingpai.secret.Secret;
import io.lingpai.usage.Quota;
import io.lingpai.usage.QuotaSource;
import io.lingpai.wechat.Answer;
import io.lingpai.wechat.WechatErrors;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is left of an app's quota, path by path.
 *
 * @see <a
 *     href="https://developers.weixin.qq.com/doc/offiaccount/openApi/get_api_quota.html">quota</a>
 */
public final class WechatQuotas implements QuotaSource {

  /** Not this path: it has a slash too few, is not known, or has no quota of this token's. */
  private static final Set<Integer> NOT_THIS_PATH = Set.of(76003, 76021, 76022);

  private final String address;
  private final Http http;

  /**
   * @param host where WeChat's API is, such as {@code https://api.weixin.qq.com}
   */
  public WechatQuotas(URI host, Http http) {
    String base = host.toString();
    this.address =
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
            + "/cgi-bin/openapi/quota/get?access_token=";
    this.http = http;
  }

  @Override
  public Finding<Quota> ask(Secret token, String path, Duration answerWithin) {
    URI uri = URI.create(address + URLEncoder.encode(token.reveal(), StandardCharsets.UTF_8));
    String body = Answer.JSON.createObjectNode().put("cgi_path", path).toString();
    return switch (Answer.read(http.send(Http.Request.post(uri, body), answerWithin))) {
      case Answer.Good(JsonNode json) -> read(json.path("quota"));
      case Answer.Refusal(int code, String said) -> refused(code, VendorWords.clean(said, token));
      case Answer.NoAnswer(String why) -> unavailable(why);
      case Answer.NotAsked(String why) -> unavailable(why);
    };
  }

  private static Finding<Quota> read(JsonNode quota) {
    OptionalLong limit = Answer.number(quota.path("daily_limit"));
    OptionalLong used = Answer.number(quota.path("used"));
    OptionalLong remain = Answer.number(quota.path("remain"));
    if (limit.isEmpty() || used.isEmpty() || remain.isEmpty()) {
      return unavailable("the answer holds nothing of what was asked for");
    }
    return new Finding.Found<>(new Quota(limit.getAsLong(), used.getAsLong(), remain.getAsLong()));
  }

  private static Finding<Quota> refused(int code, String said) {
    VendorError error = WechatErrors.error(code, said);
    if (WechatErrors.provesDeath(code)) {
      return new Finding.TokenDead<>(error);
    }
    if (NOT_THIS_PATH.contains(code)) {
      return new Finding.NotThisOne<>(error);
    }
    return switch (WechatErrors.of(code).sort()) {
      case TRANSIENT -> unavailable(error.message());
      case QUOTA ->
          new Finding.TooMany<>(
              error, code == WechatErrors.MINUTE_QUOTA ? Duration.ofMinutes(1) : Duration.ZERO);
      case USER, CREDENTIAL_DEAD, FAULT, RISK -> new Finding.AppRefused<>(error);
    };
  }

  private static Finding<Quota> unavailable(String why) {
    return new Finding.Unavailable<>(VendorError.of("", why), false);
  }
}
