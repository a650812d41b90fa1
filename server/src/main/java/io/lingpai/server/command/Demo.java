package io.lingpai.server.command;

import io.lingpai.sandbox.SampleApps;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A demonstration that is running.
 *
 * @param server its address, without a slash at the end
 * @param sandbox the page that shows what the vendors hold and were asked
 * @param platform the page where an account authorizes the third-party platform
 * @param pages where a browser logs in, with a slash at the end
 * @param key may read, renew and sign for every app, and watch
 * @param adminKey the file with the administrator's key
 */
record Demo(
    String server, String sandbox, String platform, String pages, String key, Path adminKey) {

  /** All but administration, so that whatever the documentation shows can be tried. */
  static final List<String> GRANTS =
      List.of(
          "read:*",
          "renew:*",
          "sign:*",
          "proxy:*",
          "login:*",
          "decrypt:*",
          "followers:*",
          "directory:*",
          "authorize:platform",
          "watch");

  static final List<SampleApp> APPS =
      List.of(
          SampleApp.wechat("shop", "wechat-official", SampleApps.SHOP, SampleApps.SHOP_SECRET),
          SampleApp.wechat("news", "wechat-official", SampleApps.NEWS, SampleApps.NEWS_SECRET),
          SampleApp.wechat("mini", "wechat-mini", SampleApps.MINI, SampleApps.MINI_SECRET),
          new SampleApp(
              "crew",
              "dingtalk",
              SampleApps.CREW,
              Map.of(
                  "app_key", SampleApps.CREW,
                  "app_secret", SampleApps.CREW_SECRET,
                  "corp_id", SampleApps.CREW_COMPANY,
                  "agent_id", SampleApps.CREW_AGENT)));

  /**
   * An app of the sandbox. Its secret is printed in the documentation and opens nothing.
   *
   * @param id what the vendor calls it
   * @param settings all that the API wants besides name and platform
   */
  record SampleApp(String name, String platform, String id, Map<String, String> settings) {

    static SampleApp wechat(String name, String platform, String appid, String secret) {
      return new SampleApp(name, platform, appid, Map.of("appid", appid, "secret", secret));
    }
  }

  /** A token, by the native API. */
  String tokenCall() {
    return "curl -sS -H 'Authorization: Bearer "
        + key
        + "' "
        + server
        + "/api/v1/apps/shop/credentials/access_token";
  }

  /** A page signature. */
  String signatureCall() {
    return "curl -sS -H 'Authorization: Bearer "
        + key
        + "' -H 'Content-Type: application/json' -d '{\"url\":"
        + " \"https://example.com/pay?order=1\"}' "
        + server
        + "/api/v1/apps/shop/signatures";
  }

  /** What an SDK would ask WeChat, asked here, with the key for a secret. */
  String wireCall() {
    return "curl -sS '"
        + server
        + "/wechat/cgi-bin/token?grant_type=client_credential&appid="
        + SampleApps.SHOP
        + "&secret="
        + key
        + "'";
  }

  @Override
  public String toString() {
    return "Demo[" + server + "]";
  }
}
