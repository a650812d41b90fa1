package io.lingpai.server.follower;

/** Why a unionid is not known, and what can be done about it. */
enum Cause {
  KNOWN("known", "The unionid is known.", "unionid 已知。"),
  JUST_LEARNT(
      "just-learnt",
      "The vendor told it just now; it is known from here on.",
      "刚刚从微信获得了 unionid，已记录。"),
  NOT_BOUND(
      "not-bound",
      "The vendor gives nobody's unionid for this account: it is not bound to an Open Platform"
          + " account. Bind it at open.weixin.qq.com (management centre), together with the other"
          + " accounts and mini programs of the same owner, then import the followers.",
      "微信对该账号的任何用户都不返回 unionid：账号未绑定到微信开放平台。请在 open.weixin.qq.com"
          + "「管理中心」把它与同主体的其他公众号、小程序绑定到同一个开放平台账号，然后重新导入关注者。"),
  NOT_FOLLOWING(
      "not-following",
      "The person does not follow this account (any more), and it was never told while they did."
          + " It comes with the next follow.",
      "该用户（已）未关注此账号，且关注期间未获得 unionid。用户再次关注后即可获得。"),
  NEVER_SEEN(
      "never-seen",
      "Nobody of this openid has followed since the callbacks are received here, nor come with an"
          + " import. Import the followers, or have the person follow.",
      "自接收回调以来没有该 openid 的关注事件，也没有通过导入获得。请导入关注者，或请用户关注。"),
  ANOTHER_ACCOUNTS(
      "another-accounts",
      "The vendor does not know this openid here: it is malformed, or belongs to another account or"
          + " mini program. Every account has openids of its own for the same person.",
      "微信在该账号下不认识此 openid：格式错误，或属于其他账号、小程序。同一用户在每个账号下的 openid 都不同。"),
  NEVER_LOGGED_IN(
      "never-logged-in",
      "Nobody of this openid has logged in to this mini program here.",
      "没有该 openid 的用户在此登录过该小程序。"),
  LOGIN_WITHOUT(
      "login-without",
      "The logins of this person came without a unionid: the mini program is not bound to an Open"
          + " Platform account, or was not when the person last logged in. Bind it, and have the"
          + " person log in again.",
      "该用户登录时微信未返回 unionid：小程序未绑定到微信开放平台，或登录时尚未绑定。请绑定后让用户重新登录。"),
  WITHHELD(
      "withheld",
      "The vendor gave the unionids of others of this account, but not this person's just now; a"
          + " single answer may lack it. It is asked again with the next event or import.",
      "微信返回了该账号其他用户的 unionid，但本次没有返回该用户的；个别响应可能缺失。下次事件或导入时会再次询问。"),
  NOT_ASKED(
      "not-asked",
      "The vendor could not be asked just now; see `vendor_message`.",
      "暂时无法向微信查询，见 `vendor_message`。");

  private final String slug;
  private final String english;
  private final String chinese;

  Cause(String slug, String english, String chinese) {
    this.slug = slug;
    this.english = english;
    this.chinese = chinese;
  }

  /** Its stable name. */
  String slug() {
    return slug;
  }

  String english() {
    return english;
  }

  String chinese() {
    return chinese;
  }
}
