package io.lingpai.wxjava;

import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.common.util.http.RequestExecutor;
import me.chanjar.weixin.open.api.WxOpenComponentService;
import me.chanjar.weixin.open.api.impl.WxOpenServiceImpl;

/**
 * WxJava's service for a third-party platform, with two differences: tokens are Lingpai's ({@link
 * LingpaiOpenComponentService}), and the address of {@link LingpaiOpenConfig#setApiHostUrl} holds
 * for the platform's own calls too.
 */
public final class LingpaiOpenService extends WxOpenServiceImpl {

  private static final String VENDOR = "https://api.weixin.qq.com";

  private final LingpaiOpenConfig config;
  private final WxOpenComponentService component;

  /**
   * @param config this platform's; needs no {@code setWxOpenConfigStorage} any more
   */
  public LingpaiOpenService(LingpaiOpenConfig config) {
    this.config = config;
    this.component = new LingpaiOpenComponentService(this, config);
    setWxOpenConfigStorage(config);
  }

  @Override
  public WxOpenComponentService getWxOpenComponentService() {
    return component;
  }

  @Override
  protected <T, E> T execute(RequestExecutor<T, E> executor, String uri, E data)
      throws WxErrorException {
    String host = config.getApiHostUrl();
    boolean elsewhere = host != null && uri.startsWith(VENDOR + "/");
    return super.execute(executor, elsewhere ? host + uri.substring(VENDOR.length()) : uri, data);
  }
}
