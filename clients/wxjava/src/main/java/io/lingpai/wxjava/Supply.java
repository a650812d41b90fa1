package io.lingpai.wxjava;

import io.lingpai.client.Credential;
import io.lingpai.client.LingpaiClient;
import io.lingpai.client.LingpaiException;
import java.util.concurrent.locks.Lock;
import me.chanjar.weixin.common.error.WxRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * One credential for WxJava, which calls a value dead without saying which one it means.
 *
 * <p>WxJava compares the value of its failed call with {@link #value()} and calls {@link #dead()}
 * right after, in one thread. So what this thread was given last is what is reported, though
 * another value may have come in between: a report of a good value would cost a check. One value a
 * thread is enough, of whichever credential: a platform may have very many accounts.
 */
final class Supply {

  // Strings of the JDK's only: threads of a container outlive the application that left them.
  private static final ThreadLocal<String[]> GIVEN = new ThreadLocal<>();

  private final LingpaiClient client;
  private final String app;
  private final String kind;

  Supply(LingpaiClient client, String app, String kind) {
    this.client = client;
    this.app = app;
    this.kind = kind;
  }

  String value() {
    String value = credential().value();
    GIVEN.set(new String[] {toString(), value});
    return value;
  }

  long expiresAtMillis() {
    return credential().expiresAt().toEpochMilli();
  }

  /** Reports what this thread was given last. A report that fails must not hide why it was made. */
  void dead() {
    String[] given = GIVEN.get();
    GIVEN.remove();
    try {
      boolean known = given != null && given[0].equals(toString());
      client.rejected(app, kind, known ? given[1] : credential().value());
    } catch (LingpaiException e) {
      // WxJava now tries the same value again, and its caller gets the vendor's own answer.
      return;
    }
  }

  /** Reports the current value on somebody's word; what to use instead, which may be the same. */
  String forced() {
    return client.rejected(app, kind, credential().value()).value();
  }

  /**
   * Keeps WxJava from fetching one of its own, which would end the one in use: a report instead.
   */
  WxRuntimeException instead(String service) {
    forced();
    return new WxRuntimeException(
        "a value of "
            + this
            + " was to be fetched from the vendor, which would end the one in use. It was reported"
            + " to Lingpai instead: ask for it again. With "
            + service
            + " a forced refresh returns the one to use.");
  }

  /** WxJava tries this, rather than takes it, in one place only: before such a fetch. */
  Lock lock(String service) {
    return new NoLock(
        () -> {
          throw instead(service);
        });
  }

  /** The secret that was set nevertheless; throws when there is none, as is usual here. */
  String secret(@Nullable String set, String otherwise) {
    if (set == null) {
      throw new WxRuntimeException(
          "the secret of " + app + " is with Lingpai and not here; " + otherwise);
    }
    return set;
  }

  private Credential credential() {
    return client.credential(app, kind);
  }

  @Override
  public String toString() {
    return app + "/" + kind;
  }
}
