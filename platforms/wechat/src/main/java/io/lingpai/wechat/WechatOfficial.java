package io.lingpai.wechat;

import io.lingpai.app.App;
import io.lingpai.credential.Kind;
import io.lingpai.platform.http.Http;
import java.net.URI;
import java.util.List;

/** An official account's own tokens and tickets. */
public final class WechatOfficial extends Account {

  public static final String NAME = "wechat-official";

  /**
   * @param host where WeChat's API is, such as {@code https://api.weixin.qq.com}
   */
  public WechatOfficial(URI host, Http http) {
    super(NAME, host, http);
  }

  @Override
  public List<Kind> kinds(App app) {
    return List.of(WechatKinds.tokenOf(app), WechatKinds.JSAPI_TICKET, WechatKinds.CARD_TICKET);
  }
}
