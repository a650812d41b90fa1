package io.lingpai.wxjava;

import io.lingpai.client.Credential;
import io.lingpai.client.LingpaiClient;
import io.lingpai.client.LingpaiException;

/**
 * One credential for WxJava, which calls a value dead without saying which one it means.
 *
 * <p>WxJava compares the value of its failed call with {@link #value()} and calls {@link #dead()}
 * right after, in one thread. So what this thread was given last is what is reported, though
 * another value may have come in between: a report of a good value would cost a check.
 */
final class Supply {

  private final LingpaiClient client;
  private final String app;
  private final String kind;
  private final ThreadLocal<String> given = new ThreadLocal<>();

  Supply(LingpaiClient client, String app, String kind) {
    this.client = client;
    this.app = app;
    this.kind = kind;
  }

  String value() {
    String value = credential().value();
    given.set(value);
    return value;
  }

  long expiresAtMillis() {
    return credential().expiresAt().toEpochMilli();
  }

  /** Reports what this thread was given last. A report that fails must not hide why it was made. */
  void dead() {
    String value = given.get();
    given.remove();
    try {
      client.rejected(app, kind, value == null ? credential().value() : value);
    } catch (LingpaiException e) {
      // WxJava now tries the same value again, and its caller gets the vendor's own answer.
      return;
    }
  }

  /** Reports the current value on somebody's word; what to use instead, which may be the same. */
  String forced() {
    return client.rejected(app, kind, credential().value()).value();
  }

  private Credential credential() {
    return client.credential(app, kind);
  }

  @Override
  public String toString() {
    return app + "/" + kind;
  }
}
