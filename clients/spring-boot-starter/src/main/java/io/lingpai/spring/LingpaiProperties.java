package io.lingpai.spring;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an application says of its Lingpai.
 *
 * @param urls Addresses of the nodes, in the order in which they are tried.
 * @param key Key of this application, lpk_...; without one there is no client.
 * @param listening Whether to hear of new values at once, which needs the grant 'watch'.
 * @param connectWithin How long a connection to a node may take to come about.
 * @param answerWithin How long a node may say nothing before the next is asked.
 * @param patience How long a caller waits for the server when it has a value that still lives.
 * @param apps Apps this application uses, by their names at Lingpai.
 */
@ConfigurationProperties("lingpai")
public record LingpaiProperties(
    @DefaultValue("http://127.0.0.1:8800") List<String> urls,
    @Nullable String key,
    @DefaultValue("false") boolean listening,
    @DefaultValue("2s") Duration connectWithin,
    @DefaultValue("30s") Duration answerWithin,
    @DefaultValue("1s") Duration patience,
    @DefaultValue Map<String, App> apps) {

  public LingpaiProperties {
    urls = List.copyOf(urls);
    // In the order of the file: the first of its platform is the one WxJava takes by default.
    apps = Collections.unmodifiableMap(new LinkedHashMap<>(apps));
    apps.forEach(
        (name, app) -> {
          if (app.platform() == null) {
            throw new IllegalArgumentException(
                "lingpai.apps." + name + ".platform: none (expected: wechat-official or another)");
          }
        });
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "lingpai at " + urls + " for " + apps.keySet();
  }

  /** The platforms of Lingpai, under its names. */
  public enum Platform {
    WECHAT_OFFICIAL,
    WECHAT_MINI,
    WECHAT_COMPONENT,
    DINGTALK,
    WECOM,
    FEISHU
  }

  /**
   * One app.
   *
   * @param platform Platform of the app, as at Lingpai.
   * @param appid The vendor's id of the app; unless set, that of WxJava's own properties.
   * @param token Token of the callback, where this application answers callbacks with WxJava.
   * @param aesKey EncodingAESKey of the callback, likewise.
   * @param apiHost Where WxJava finds the vendor, if not at https://api.weixin.qq.com.
   */
  public record App(
      @Nullable Platform platform,
      @Nullable String appid,
      @Nullable String token,
      @Nullable String aesKey,
      @Nullable String apiHost) {

    /** Without the callback's secrets. */
    @Override
    public String toString() {
      return platform + " " + appid;
    }
  }
}
