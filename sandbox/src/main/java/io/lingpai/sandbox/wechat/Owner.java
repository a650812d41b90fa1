package io.lingpai.sandbox.wechat;

/** Whose a token is: an app's own, a platform's, or a platform's on behalf of an account. */
sealed interface Owner permits App, Component, Authorization {
  String appid();

  /** Calls on behalf of an account spend the account's quota. */
  Quota quota();

  Quota.Limits limits(Route route);
}
