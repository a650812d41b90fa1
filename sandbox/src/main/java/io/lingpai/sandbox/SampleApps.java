package io.lingpai.sandbox;

import static io.lingpai.sandbox.wechat.WeChatApp.mini;
import static io.lingpai.sandbox.wechat.WeChatApp.official;

import io.lingpai.sandbox.dingtalk.Company;
import io.lingpai.sandbox.dingtalk.Department;
import io.lingpai.sandbox.dingtalk.DingTalk;
import io.lingpai.sandbox.dingtalk.DingTalkApp;
import io.lingpai.sandbox.dingtalk.Person;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.sandbox.wechat.WeChatComponent;
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

  /** A third-party platform. */
  public static final String PLATFORM = "wx0000000000000004";

  public static final String PLATFORM_SECRET = "5b5ec7e7000000000000000000000004";
  public static final String PLATFORM_TOKEN = "sandboxToken";

  /** What its pushes are encrypted with. */
  public static final String PLATFORM_AES_KEY = "5b5ec7e7abcdefghijklmnopqrstuvwxyz012345678";

  /** An account of somebody else's, which may authorize the platform. */
  public static final String TENANT = "wx0000000000000006";

  public static final String TENANT_SECRET = "5b5ec7e7000000000000000000000006";

  /** A DingTalk app. */
  public static final String CREW = "ding0000000000000005";

  public static final String CREW_SECRET = "5b5ec7e7000000000000000000000005";
  public static final String CREW_COMPANY = "ding0sandboxcompany";
  public static final String CREW_AGENT = "1005";

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

  /** An official account whose secret only its owner has. */
  public static WeChatApp tenant() {
    return official(TENANT, TENANT_SECRET).named("tenant");
  }

  /** A DingTalk app of a company with three departments and four people in it. */
  public static DingTalkApp dingtalk() {
    return DingTalkApp.of(CREW, CREW_SECRET).named("crew").in(CREW_COMPANY).agent(CREW_AGENT);
  }

  static void populate(DingTalk vendor) {
    if (vendor.apps().stream().noneMatch(desk -> desk.app().corpId().equals(CREW_COMPANY))) {
      return;
    }
    Company company = vendor.company(CREW_COMPANY);
    long engineering = company.adds("研发中心", Department.ROOT);
    long server = company.adds("服务端组", engineering);
    long sales = company.adds("销售部", Department.ROOT);
    company.has(Person.of("zhang", "张三", server));
    company.has(Person.of("li", "李四", sales, server).as("销售经理"));
    company.has(Person.of("wang", "王五", Department.ROOT).as("总经理"));
    company.has(Person.of("zhao", "赵六", engineering).asInactive());
  }

  /** A third-party platform; it is pushed nothing until it has a callback URL. */
  public static WeChatComponent platform() {
    return WeChatComponent.of(PLATFORM, PLATFORM_SECRET).named("platform");
  }

  /**
   * The same, called back where a server that knows it by this name listens.
   *
   * @param base as in {@code http://127.0.0.1:8800}, without a slash at the end
   */
  public static WeChatComponent platform(String base) {
    String callbacks = base + "/callbacks/platform";
    return platform()
        .calledBackAt(callbacks, callbacks + "/$APPID$", PLATFORM_TOKEN, PLATFORM_AES_KEY);
  }
}
