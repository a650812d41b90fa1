package io.lingpai.server.proxy;

/** What is done with a call. */
enum Treatment {
  /** The app's token stands in the query; it is replaced, and the call goes on. */
  PASSED_ON,
  /** The same, but only for a key whose grant names this very path. */
  GRANTED_BY_NAME,
  /** The same, and the answer is cleaned of what it would carry out. */
  ANSWER_CLEANED,
  /** Carries the app's secret in its query instead of a token; a key stands there. */
  WITH_SECRET,
  /** Likewise, and the answer has a user's tokens, which are sealed. */
  GIVES_USER_TOKENS,
  /** Carries a user's refresh token that was sealed, and gives new ones. */
  RENEWS_USER_TOKENS,
  /** Carries a user's token that was sealed. */
  WITH_USER_TOKEN,
  /** Carries the token of a third-party platform. */
  FOR_PLATFORM,
  /** The same, or that of the account which is asked about. */
  FOR_PLATFORM_OR_ACCOUNT,
  /** The same as for a platform, and handles stand for the refresh tokens in the answer. */
  ANSWER_WITH_HANDLES,
  /** Carries a platform's token in the name of an account that authorized it. */
  ON_BEHALF,
  /** Likewise, and the answer has a user's tokens, which are sealed. */
  ON_BEHALF_GIVES_USER_TOKENS,
  /** Likewise, and it carries a user's refresh token that was sealed. */
  ON_BEHALF_RENEWS_USER_TOKENS,
  /** Not passed on for anybody. */
  REFUSED
}
