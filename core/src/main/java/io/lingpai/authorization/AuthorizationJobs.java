package io.lingpai.authorization;

/**
 * Kinds of outbox job that messages about authorizations become, and what they carry. A platform
 * reads the vendor's messages and writes these; the server does them.
 */
public final class AuthorizationJobs {

  /** A pushed ticket: {@link #TICKET} sealed, {@link #HEARD_AT} beside it. */
  public static final String PUSH = "platform-ticket";

  /** An account agreed: {@link #CODE} sealed, {@link #ACCOUNT} and {@link #HEARD_AT} beside it. */
  public static final String AUTHORIZED = "authorization";

  /** An account withdrew: {@link #ACCOUNT} and {@link #HEARD_AT}. */
  public static final String WITHDRAWN = "authorization-withdrawn";

  /**
   * The vendor's release check: redeem {@link #CODE} and write {@link #ANSWER} to {@link #USER} in
   * the name of {@link #ACCOUNT}.
   */
  public static final String RELEASE_CHECK = "release-check";

  public static final String TICKET = "ticket";
  public static final String CODE = "code";
  public static final String USER = "user";
  public static final String ANSWER = "answer";
  public static final String ACCOUNT = "account";

  /** The vendor's time, in seconds since 1970. */
  public static final String HEARD_AT = "heard_at";

  private AuthorizationJobs() {}
}
