package io.lingpai.wechat;

import io.lingpai.app.App;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Kind.Proof;
import io.lingpai.credential.Kind.Repeat;
import io.lingpai.credential.Kind.Source;
import java.time.Duration;
import java.util.List;

/** The kinds of credential that an account of one's own has at WeChat. */
final class WechatKinds {

  static final String ACCESS_TOKEN = "access_token";

  private static final Duration TWO_HOURS = Duration.ofHours(2);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  /** Stays under what a test account may spend, 200 a day; others have 2,000 and more. */
  private static final int CLASSIC_BUDGET = 180;

  /** The vendor allows 500,000; this many is a defect or an attack. */
  private static final int STABLE_BUDGET = 2_000;

  /** The vendor allows about 10,000. */
  private static final int TICKET_BUDGET = 1_000;

  private static final int CHECKS = 500;

  static final Kind CLASSIC_TOKEN = token(Repeat.ENDS_THE_OLD_AFTER_OVERLAP, CLASSIC_BUDGET);
  static final Kind STABLE_TOKEN = token(Repeat.NEW_NEAR_THE_END, STABLE_BUDGET);
  static final Kind JSAPI_TICKET = ticket("jsapi_ticket");
  static final Kind CARD_TICKET = ticket("wx_card_ticket");

  /** Of an account that authorized a platform. */
  static final Kind AUTHORIZER_TOKEN =
      new Kind(
          ACCESS_TOKEN,
          new Source.OwnPartner(AuthorizerTokens.PARENT),
          Repeat.ENDS_THE_OLD_AFTER_OVERLAP,
          TWO_HOURS,
          FIVE_MINUTES,
          STABLE_BUDGET,
          new Proof.ByCall(CHECKS),
          true);

  private WechatKinds() {}

  /** Authorizers may be many, and most of them idle: they are kept while they are read. */
  static List<String> keptByDefault(App app) {
    return app.component() == null ? List.of(ACCESS_TOKEN) : List.of();
  }

  /** Which of WeChat's ways to a token an app goes; they do not touch each other's tokens. */
  static Kind tokenOf(App app) {
    if (app.component() != null) {
      return AUTHORIZER_TOKEN;
    }
    return stable(app) ? STABLE_TOKEN : CLASSIC_TOKEN;
  }

  static boolean stable(App app) {
    return !app.setting("token_mode", "stable").equals("classic");
  }

  private static Kind token(Repeat repeat, int budget) {
    return new Kind(
        ACCESS_TOKEN,
        new Source.AppSecret(),
        repeat,
        TWO_HOURS,
        FIVE_MINUTES,
        budget,
        new Proof.ByCall(CHECKS),
        true);
  }

  private static Kind ticket(String name) {
    return new Kind(
        name,
        new Source.Parent(ACCESS_TOKEN),
        Repeat.SAME_VALUE,
        TWO_HOURS,
        FIVE_MINUTES,
        TICKET_BUDGET,
        new Proof.ByRefetch(Duration.ofMinutes(10)),
        true);
  }
}
