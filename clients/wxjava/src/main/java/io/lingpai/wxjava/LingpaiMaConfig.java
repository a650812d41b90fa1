package io.lingpai.wxjava;

import cn.binarywang.wx.miniapp.config.impl.WxMaDefaultConfigImpl;
import io.lingpai.client.LingpaiClient;
import java.util.concurrent.locks.Lock;

/**
 * A mini program whose access token comes from Lingpai. Reading may block, at most as long as the
 * client does, and throws what the client throws.
 *
 * <p>A token that WxJava found dead is reported, which needs the grant {@code renew}. Everything
 * else is as always: the callback's token and key, hosts and proxies are set here, and tickets,
 * which Lingpai keeps for official accounts only, are fetched by WxJava with Lingpai's token.
 */
public final class LingpaiMaConfig extends WxMaDefaultConfigImpl {

  // Transient: WxJava prints what it is in as JSON, field by field, the client's key included.
  private final transient Supply tokens;

  /**
   * @param app the app's name at Lingpai
   * @param appid the vendor's id of it
   */
  public LingpaiMaConfig(LingpaiClient client, String app, String appid) {
    this.tokens = new Supply(client, app, "access_token");
    setAppid(appid);
  }

  @Override
  public String getAccessToken() {
    return tokens.value();
  }

  @Override
  public boolean isAccessTokenExpired() {
    return false;
  }

  @Override
  public long getExpiresTime() {
    return tokens.expiresAtMillis();
  }

  /** Reports the token that this thread read last. */
  @Override
  public void expireAccessToken() {
    tokens.dead();
  }

  /** Does nothing: a token that did not come from Lingpai has no business here. */
  @Override
  public synchronized void updateAccessToken(String accessToken, int expiresInSeconds) {}

  @Override
  public Lock getAccessTokenLock() {
    return tokens.lock("LingpaiMaService");
  }

  /** One that was set nevertheless; throws when there is none, as is usual here. */
  @Override
  public String getSecret() {
    return tokens.secret(super.getSecret(), "log users in with LingpaiClient.login");
  }

  /** Reports the current token; what to use instead. */
  String forced() {
    return tokens.forced();
  }

  /** WxJava's would print everything, tokens and secrets included. */
  @Override
  public String toString() {
    return "LingpaiMaConfig of " + tokens;
  }
}
