package io.lingpai.wxjava;

import io.lingpai.client.LingpaiClient;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.concurrent.locks.Lock;
import me.chanjar.weixin.common.enums.TicketType;
import me.chanjar.weixin.mp.config.impl.WxMpDefaultConfigImpl;
import org.jspecify.annotations.Nullable;

/**
 * An official account whose access token, {@code jsapi} and card tickets come from Lingpai. Reading
 * may block, at most as long as the client does, and throws what the client throws.
 *
 * <p>A value that WxJava found dead is reported, which needs the grant {@code renew}. Everything
 * else, such as the callback's token and key, hosts and proxies, is set here as always.
 */
public final class LingpaiMpConfig extends WxMpDefaultConfigImpl {

  private static final long serialVersionUID = 1L;

  // Transient: WxJava prints what it is in as JSON, field by field, the client's key included.
  private final transient Supply tokens;
  private final transient Supply pageTickets;
  private final transient Supply cardTickets;
  private final transient Lock noLock = new NoLock(() -> {});

  /**
   * @param app the app's name at Lingpai
   * @param appId the vendor's id of it
   */
  public LingpaiMpConfig(LingpaiClient client, String app, String appId) {
    this.tokens = new Supply(client, app, "access_token");
    this.pageTickets = new Supply(client, app, "jsapi_ticket");
    this.cardTickets = new Supply(client, app, "wx_card_ticket");
    setAppId(appId);
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
    return tokens.lock("LingpaiMpService");
  }

  @Override
  public String getTicket(TicketType type) {
    Supply ours = ticket(type);
    return ours == null ? super.getTicket(type) : ours.value();
  }

  @Override
  public String getJsapiTicket() {
    return pageTickets.value();
  }

  @Override
  public String getCardApiTicket() {
    return cardTickets.value();
  }

  @Override
  public boolean isTicketExpired(TicketType type) {
    return ticket(type) == null && super.isTicketExpired(type);
  }

  /** Reports the current ticket. */
  @Override
  public void expireTicket(TicketType type) {
    Supply ours = ticket(type);
    if (ours == null) {
      super.expireTicket(type);
      return;
    }
    ours.forced();
  }

  @Override
  public synchronized void updateTicket(TicketType type, String ticket, int expiresInSeconds) {
    if (ticket(type) == null) {
      super.updateTicket(type, ticket, expiresInSeconds);
    }
  }

  @Override
  public Lock getTicketLock(TicketType type) {
    return ticket(type) == null ? super.getTicketLock(type) : noLock;
  }

  /** One that was set nevertheless; throws when there is none, as is usual here. */
  @Override
  public String getSecret() {
    return tokens.secret(secret, "log users in with LingpaiClient, or by its address");
  }

  /** Reports the current token; what to use instead. */
  String forced() {
    return tokens.forced();
  }

  // The ticket for apps (SDK) is none that Lingpai keeps: it stays with WxJava.
  private @Nullable Supply ticket(TicketType type) {
    switch (type) {
      case JSAPI:
        return pageTickets;
      case WX_CARD:
        return cardTickets;
      default:
        return null;
    }
  }

  // WxJava's can be written to a stream; this one holds connections, and would come back without.
  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException(this + ": make another where it is to be used");
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
  public String toString() {
    return "LingpaiMpConfig of " + tokens;
  }
}
