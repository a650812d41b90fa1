package io.lingpai.wxjava;

import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.mp.api.impl.WxMpServiceImpl;
import me.chanjar.weixin.mp.config.WxMpConfigStorage;

/** WxJava's service, in which a forced refresh is a report to Lingpai and returns what is right. */
public final class LingpaiMpService extends WxMpServiceImpl {

  @Override
  public String getAccessToken(boolean forceRefresh) throws WxErrorException {
    WxMpConfigStorage storage = getWxMpConfigStorage();
    if (forceRefresh && storage instanceof LingpaiMpConfig) {
      return ((LingpaiMpConfig) storage).forced();
    }
    return super.getAccessToken(forceRefresh);
  }
}
