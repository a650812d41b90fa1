package io.lingpai.wechat;

import io.lingpai.app.App;
import io.lingpai.platform.Platform;
import java.net.URI;

class WechatMiniTest extends WechatContract {

  @Override
  protected Platform platform(URI vendor) {
    return new WechatMini(vendor, HTTP);
  }

  @Override
  protected App app() {
    return app(WechatMini.NAME, "stable");
  }
}
