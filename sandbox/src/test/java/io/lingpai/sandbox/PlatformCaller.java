package io.lingpai.sandbox;

import static io.lingpai.sandbox.SampleApps.PLATFORM;
import static io.lingpai.sandbox.SampleApps.PLATFORM_SECRET;

import com.fasterxml.jackson.databind.JsonNode;

/** Calls the sandbox as the sample third-party platform. */
record PlatformCaller(Caller caller) {

  /**
   * A call of the platform's own.
   *
   * @param token that goes with it; none if it is empty
   * @param body JSON with its quotes written as {@code '}
   */
  JsonNode call(String api, String token, String body) {
    return caller.post(
        "/cgi-bin/component/" + api + (token.isEmpty() ? "" : "?component_access_token=" + token),
        body.replace('\'', '"'));
  }

  JsonNode token(String ticket) {
    return call(
        "api_component_token",
        "",
        "{'component_appid':'%s','component_appsecret':'%s','component_verify_ticket':'%s'}"
            .formatted(PLATFORM, PLATFORM_SECRET, ticket));
  }

  JsonNode query(String token, String code) {
    return call(
        "api_query_auth",
        token,
        "{'component_appid':'%s','authorization_code':'%s'}".formatted(PLATFORM, code));
  }

  JsonNode refresh(String token, String account, String refreshToken) {
    return call(
        "api_authorizer_token",
        token,
        "{'component_appid':'%s','authorizer_appid':'%s','authorizer_refresh_token':'%s'}"
            .formatted(PLATFORM, account, refreshToken));
  }

  JsonNode about(String api, String token, String account) {
    return call(
        api,
        token,
        "{'component_appid':'%s','authorizer_appid':'%s'}".formatted(PLATFORM, account));
  }
}
