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
  /** Not passed on for anybody. */
  REFUSED
}
