package io.lingpai.dingtalk;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.app.App;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.Finding;
import io.lingpai.platform.VendorWords;
import io.lingpai.platform.http.Http;
import io.lingpai.secret.Secret;
import java.net.URI;
import java.time.Duration;

/**
 * Who let an app know them in a browser, by a QR code or otherwise: the code is redeemed for the
 * person's own token, which is asked who they are and then forgotten. Sources: "Obtain a user's
 * token", "Obtain a user's personal information", open.dingtalk.com, checked 2026-11-21.
 */
final class Consent {

  private final String api;
  private final Http http;

  Consent(URI api, Http http) {
    String base = api.toString();
    this.api = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.http = http;
  }

  Finding<String> unionid(App app, String code, Duration answerWithin) {
    Secret secret = app.secret("app_secret").orElse(null);
    if (secret == null) {
      return new Finding.AppRefused<>(VendorError.of("", "the app has no app secret"));
    }
    String body =
        Answer.JSON
            .createObjectNode()
            .put("clientId", app.vendorId())
            .put("clientSecret", secret.reveal())
            .put("code", code)
            .put("grantType", "authorization_code")
            .toString();
    Http.Request call = Http.Request.post(URI.create(api + "/v1.0/oauth2/userAccessToken"), body);
    return switch (Answer.read(http.send(call, answerWithin))) {
      case Answer.Good(JsonNode json) -> me(json.path("accessToken").asText(""), answerWithin);
      case Answer.Refusal(String why, String said) -> refused(why, VendorWords.clean(said, secret));
      case Answer.NoAnswer(String why) -> DingTalkWorkplace.unavailable(why, true);
      case Answer.NotAsked(String why) -> DingTalkWorkplace.unavailable(why, false);
    };
  }

  /** The code is used up: whatever fails from here on cannot be tried again. */
  private Finding<String> me(String token, Duration answerWithin) {
    if (token.isEmpty()) {
      return DingTalkWorkplace.unavailable("the answer is not what was expected", true);
    }
    Http.Request call =
        Http.Request.get(URI.create(api + "/v1.0/contact/users/me"))
            .with("x-acs-dingtalk-access-token", token);
    return switch (Answer.read(http.send(call, answerWithin))) {
      case Answer.Good(JsonNode json) -> {
        String unionid = json.path("unionId").asText("");
        yield unionid.isEmpty()
            ? DingTalkWorkplace.unavailable("the answer is not what was expected", true)
            : new Finding.Found<>(unionid);
      }
      case Answer.Refusal(String why, String said) ->
          refused(why, VendorWords.clean(said, Secret.of(token)));
      case Answer.NoAnswer(String why) -> DingTalkWorkplace.unavailable(why, true);
      case Answer.NotAsked(String why) -> DingTalkWorkplace.unavailable(why, true);
    };
  }

  /** A dead token is the person's here: the app's need not be renewed. */
  private static Finding<String> refused(String code, String said) {
    VendorError error = DingTalkErrors.error(code, said);
    Finding<String> refused = DingTalkWorkplace.refused(error, code);
    return refused instanceof Finding.TokenDead<String> ? new Finding.NotThisOne<>(error) : refused;
  }
}
