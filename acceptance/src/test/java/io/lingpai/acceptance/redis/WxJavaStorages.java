package io.lingpai.acceptance.redis;

import cn.binarywang.wx.miniapp.api.impl.WxMaServiceImpl;
import cn.binarywang.wx.miniapp.config.impl.WxMaDefaultConfigImpl;
import cn.binarywang.wx.miniapp.config.impl.WxMaRedisBetterConfigImpl;
import cn.binarywang.wx.miniapp.config.impl.WxMaRedisConfigImpl;
import cn.binarywang.wx.miniapp.config.impl.WxMaRedisConnectionConfigImpl;
import java.util.Map;
import java.util.function.Function;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.common.redis.JedisWxRedisOps;
import me.chanjar.weixin.mp.api.impl.WxMpServiceImpl;
import me.chanjar.weixin.mp.config.WxMpHostConfig;
import me.chanjar.weixin.mp.config.impl.WxMpRedisConfigImpl;
import me.chanjar.weixin.open.api.impl.WxOpenInRedisConfigStorage;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;

/**
 * WxJava with its storage classes for Redis, unmodified, on the Jedis they were made for. That is
 * another Jedis than ours, so this is loaded apart and is spoken to in the JDK's words only: a
 * question as a map, the answer as a text.
 */
@SuppressWarnings("deprecation") // in our Jedis, on which this never runs
public final class WxJavaStorages implements Function<Map<String, String>, String> {

  @Override
  public String apply(Map<String, String> question) {
    int port = Integer.parseInt(question.get("port"));
    try (JedisPool pool = new JedisPool("127.0.0.1", port)) {
      return switch (question.get("who")) {
        case "official" -> official(question, pool);
        case "platform" -> platform(question, pool);
        default -> mini(question, pool);
      };
    } catch (WxErrorException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String official(Map<String, String> question, JedisPool pool)
      throws WxErrorException {
    WxMpRedisConfigImpl config = new WxMpRedisConfigImpl(new JedisWxRedisOps(pool), "wx");
    config.setAppId(question.get("appid"));
    config.setSecret("not-the-secret");
    WxMpHostConfig hosts = new WxMpHostConfig();
    hosts.setApiHost(question.get("vendor"));
    config.setHostConfig(hosts);
    WxMpServiceImpl service = new WxMpServiceImpl();
    service.setWxMpConfigStorage(config);
    return switch (question.get("what")) {
      case "token" -> service.getAccessToken();
      case "ticket" -> service.getJsapiTicket();
      default -> {
        config.expireAccessToken();
        yield "expired";
      }
    };
  }

  /** As its services ask: a value that has no life left is fetched anew. */
  private static String platform(Map<String, String> question, JedisPool pool) {
    WxOpenInRedisConfigStorage storage = new WxOpenInRedisConfigStorage(pool);
    storage.setComponentAppId(question.get("platform"));
    if (question.get("what").equals("token")) {
      return storage.isComponentAccessTokenExpired()
          ? "to be fetched"
          : storage.getComponentAccessToken();
    }
    String account = question.get("appid");
    return switch (question.get("what")) {
      case "account's token" ->
          storage.isAuthorizerAccessTokenExpired(account)
              ? "to be fetched"
              : storage.getAuthorizerAccessToken(account);
      default ->
          storage.isJsapiTicketExpired(account) ? "to be fetched" : storage.getJsapiTicket(account);
    };
  }

  private static String mini(Map<String, String> question, JedisPool pool) throws WxErrorException {
    try (Jedis single = pool.getResource()) {
      WxMaDefaultConfigImpl config =
          switch (question.get("who")) {
            case "mini" -> new WxMaRedisConfigImpl(pool);
            case "mini-better" -> new WxMaRedisBetterConfigImpl(new JedisWxRedisOps(pool), "wa");
            default -> new WxMaRedisConnectionConfigImpl(single);
          };
      config.setAppid(question.get("appid"));
      config.setSecret("not-the-secret");
      config.setApiHostUrl(question.get("vendor"));
      WxMaServiceImpl service = new WxMaServiceImpl();
      service.setWxMaConfig(config);
      return question.get("what").equals("token")
          ? service.getAccessToken()
          : service.getJsapiService().getJsapiTicket();
    }
  }
}
