package io.lingpai.sandbox;

import static io.lingpai.sandbox.wechat.WeChatApp.mini;
import static io.lingpai.sandbox.wechat.WeChatApp.official;

import io.lingpai.sandbox.wechat.WeChatApp;
import java.time.Duration;
import java.util.List;

/** Apps to try things with. Ids and secrets are public and open nothing anywhere else. */
public final class SampleApps {
  public static final String SHOP = "wx0000000000000001";
  public static final String SHOP_SECRET = "5b5ec7e7000000000000000000000001";

  /** Its tokens live for ten minutes, so that renewals can be watched. */
  public static final String NEWS = "wx0000000000000002";

  public static final String NEWS_SECRET = "5b5ec7e7000000000000000000000002";
  public static final String MINI = "wx0000000000000003";
  public static final String MINI_SECRET = "5b5ec7e7000000000000000000000003";

  private SampleApps() {}

  /** Two official accounts and a mini program, bound to one Open Platform account. */
  public static List<WeChatApp> wechat() {
    return List.of(
        official(SHOP, SHOP_SECRET).named("shop").boundToOpenPlatform(),
        official(NEWS, NEWS_SECRET)
            .named("news")
            .boundToOpenPlatform()
            .living(Duration.ofMinutes(10)),
        mini(MINI, MINI_SECRET).named("mini").boundToOpenPlatform());
  }
}
