package io.lingpai.wxjava;

import io.lingpai.client.LingpaiClient;
import java.util.concurrent.locks.Lock;
import me.chanjar.weixin.mp.config.WxMpConfigStorage;
import me.chanjar.weixin.mp.config.WxMpHostConfig;
import me.chanjar.weixin.open.api.impl.WxOpenInMemoryConfigStorage;
import me.chanjar.weixin.open.bean.WxOpenAuthorizerAccessToken;
import me.chanjar.weixin.open.bean.WxOpenComponentAccessToken;
import org.jspecify.annotations.Nullable;

/**
 * A third-party platform whose token comes from Lingpai, and the tokens and tickets of all accounts
 * that authorized it likewise. Pushed tickets and refresh tokens stay with Lingpai: what WxJava
 * wants to keep of them is not kept.
 *
 * <p>Reading may block, at most as long as the client does, and throws what the client throws.
 * Values found dead are reported, which needs {@code renew} for the platform and its accounts.
 */
public final class LingpaiOpenConfig extends WxOpenInMemoryConfigStorage {

  private static final String SERVICE = "LingpaiOpenService";
  private static final String TOKEN_LOCK = ":accessTokenLock";

  // Transient: WxJava prints what it is in as JSON, field by field, the client's key included.
  private final transient LingpaiClient client;
  private final transient Supply tokens;

  /**
   * @param app the platform's name at Lingpai
   * @param componentAppId the vendor's id of it
   */
  public LingpaiOpenConfig(LingpaiClient client, String app, String componentAppId) {
    this.client = client;
    this.tokens = new Supply(client, app, "component_access_token");
    setComponentAppId(componentAppId);
  }

  @Override
  public String getComponentAccessToken() {
    return tokens.value();
  }

  @Override
  public boolean isComponentAccessTokenExpired() {
    return false;
  }

  /** Reports the token that this thread read last. */
  @Override
  public void expireComponentAccessToken() {
    tokens.dead();
  }

  @Override
  public void updateComponentAccessToken(WxOpenComponentAccessToken componentAccessToken) {}

  @Override
  public void updateComponentAccessToken(String componentAccessToken, int expiresInSeconds) {}

  /** One that was set nevertheless; throws when there is none, as is usual here. */
  @Override
  public String getComponentAppSecret() {
    return tokens.secret(super.getComponentAppSecret(), "for a forced refresh use " + SERVICE);
  }

  /** Throws: the ticket is with Lingpai, and WxJava wants it only to fetch a token with it. */
  @Override
  public String getComponentVerifyTicket() {
    throw tokens.instead(SERVICE);
  }

  @Override
  public void setComponentVerifyTicket(String componentVerifyTicket) {}

  @Override
  public String getAuthorizerAccessToken(String appId) {
    return authorizer(appId).value();
  }

  @Override
  public boolean isAuthorizerAccessTokenExpired(String appId) {
    return false;
  }

  /** Reports the token that this thread read last. */
  @Override
  public void expireAuthorizerAccessToken(String appId) {
    authorizer(appId).dead();
  }

  @Override
  public void updateAuthorizerAccessToken(
      String appId, WxOpenAuthorizerAccessToken authorizerAccessToken) {}

  @Override
  public void updateAuthorizerAccessToken(
      String appId, String authorizerAccessToken, int expiresInSeconds) {}

  @Override
  public @Nullable String getAuthorizerRefreshToken(String appId) {
    return null;
  }

  @Override
  public void setAuthorizerRefreshToken(String appId, String authorizerRefreshToken) {}

  @Override
  public void updateAuthorizerRefreshToken(String appId, String authorizerRefreshToken) {}

  @Override
  public String getJsapiTicket(String appId) {
    return supply(appId, "jsapi_ticket").value();
  }

  @Override
  public boolean isJsapiTicketExpired(String appId) {
    return false;
  }

  /** Reports the current ticket. */
  @Override
  public void expireJsapiTicket(String appId) {
    supply(appId, "jsapi_ticket").forced();
  }

  @Override
  public void updateJsapiTicket(String appId, String jsapiTicket, int expiresInSeconds) {}

  @Override
  public String getCardApiTicket(String appId) {
    return supply(appId, "wx_card_ticket").value();
  }

  @Override
  public boolean isCardApiTicketExpired(String appId) {
    return false;
  }

  /** Reports the current ticket. */
  @Override
  public void expireCardApiTicket(String appId) {
    supply(appId, "wx_card_ticket").forced();
  }

  @Override
  public void updateCardApiTicket(String appId, String cardApiTicket, int expiresInSeconds) {}

  @Override
  public Lock getLockByKey(String key) {
    return key.endsWith(TOKEN_LOCK)
        ? authorizer(key.substring(0, key.length() - TOKEN_LOCK.length())).lock(SERVICE)
        : new NoLock(() -> {});
  }

  /** With the address of {@link #setApiHostUrl}, which WxJava heeds for mini programs only. */
  @Override
  public WxMpConfigStorage getWxMpConfigStorage(String appId) {
    WxMpConfigStorage storage = super.getWxMpConfigStorage(appId);
    if (getApiHostUrl() != null) {
      WxMpHostConfig hosts = new WxMpHostConfig();
      hosts.setApiHost(getApiHostUrl());
      storage.setHostConfig(hosts);
    }
    return storage;
  }

  /** Reports the current token of the platform; what to use instead. */
  String forced() {
    return tokens.forced();
  }

  /** Reports the current token of this account; what to use instead. */
  String forced(String appId) {
    return authorizer(appId).forced();
  }

  private Supply authorizer(String appId) {
    return supply(appId, "access_token");
  }

  private Supply supply(String appId, String kind) {
    return new Supply(client, appId, kind);
  }

  // WxJava's would compare and print everything, tokens and secrets included.

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  protected boolean canEqual(Object other) {
    return this == other;
  }

  @Override
  public String toString() {
    return "LingpaiOpenConfig of " + tokens;
  }
}
