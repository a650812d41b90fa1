package io.lingpai.wechat;

import io.lingpai.app.App;
import io.lingpai.platform.Platform;
import java.net.URI;

class WechatOfficialStableTest extends WechatContract {

  @Override
  protected Platform platform(URI vendor) {
    return new WechatOfficial(vendor, HTTP);
  }

  @Override
  protected App app() {
    return app(WechatOfficial.NAME, "stable");
  }
}
