package io.lingpai.wxjava;

import cn.binarywang.wx.miniapp.api.impl.WxMaServiceImpl;
import cn.binarywang.wx.miniapp.config.WxMaConfig;
import me.chanjar.weixin.common.error.WxErrorException;

/** WxJava's service, in which a forced refresh is a report to Lingpai and returns what is right. */
public final class LingpaiMaService extends WxMaServiceImpl {

  @Override
  public String getAccessToken(boolean forceRefresh) throws WxErrorException {
    WxMaConfig config = getWxMaConfig();
    if (forceRefresh && config instanceof LingpaiMaConfig) {
      return ((LingpaiMaConfig) config).forced();
    }
    return super.getAccessToken(forceRefresh);
  }
}
