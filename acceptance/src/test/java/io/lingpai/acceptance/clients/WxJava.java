package io.lingpai.acceptance.clients;

import cn.binarywang.wx.miniapp.api.WxMaService;
import cn.binarywang.wx.miniapp.api.impl.WxMaServiceImpl;
import cn.binarywang.wx.miniapp.config.impl.WxMaDefaultConfigImpl;
import me.chanjar.weixin.mp.api.WxMpService;
import me.chanjar.weixin.mp.api.impl.WxMpServiceImpl;
import me.chanjar.weixin.mp.config.WxMpHostConfig;
import me.chanjar.weixin.mp.config.impl.WxMpDefaultConfigImpl;

/** WxJava as its users have it: only the host is ours, and a key stands where the secret would. */
final class WxJava {

  private WxJava() {}

  static WxMpService official(String base, String appid, String key, boolean stable) {
    WxMpDefaultConfigImpl config = new WxMpDefaultConfigImpl();
    config.setAppId(appid);
    config.setSecret(key);
    config.setUseStableAccessToken(stable);
    WxMpHostConfig hosts = new WxMpHostConfig();
    hosts.setApiHost(base + "/wechat");
    config.setHostConfig(hosts);
    WxMpService service = new WxMpServiceImpl();
    service.setWxMpConfigStorage(config);
    return service;
  }

  static WxMaService mini(String base, String appid, String key, boolean stable) {
    WxMaDefaultConfigImpl config = new WxMaDefaultConfigImpl();
    config.setAppid(appid);
    config.setSecret(key);
    config.useStableAccessToken(stable);
    config.setApiHostUrl(base + "/wechat");
    WxMaService service = new WxMaServiceImpl();
    service.setWxMaConfig(config);
    return service;
  }
}
