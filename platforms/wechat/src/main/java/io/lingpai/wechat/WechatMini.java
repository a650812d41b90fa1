package io.lingpai.wechat;

import io.lingpai.app.App;
import io.lingpai.credential.Kind;
import io.lingpai.platform.http.Http;
import java.net.URI;
import java.util.List;

/** A mini program's own tokens. Tickets belong to web pages, which a mini program does not have. */
public final class WechatMini extends Account {

  public static final String NAME = "wechat-mini";

  /**
   * @param host where WeChat's API is, such as {@code https://api.weixin.qq.com}
   */
  public WechatMini(URI host, Http http) {
    super(NAME, host, http);
  }

  @Override
  public List<Kind> kinds(App app) {
    return List.of(WechatKinds.tokenOf(app));
  }
}
