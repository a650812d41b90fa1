package io.lingpai.wxjava;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * Never waits: a crowd that finds a value dead is one report in the client, and a value that is
 * there is never locked for.
 *
 * <p>WxJava tries a lock, rather than takes it, in one place only: before it fetches a token by
 * itself, which with these storages is a forced refresh.
 */
final class NoLock implements Lock {

  // Transient: WxJava prints what holds a lock as JSON, down to what this would refer to.
  private final transient Runnable beforeAFetch;

  /**
   * @param beforeAFetch may throw, and so keep WxJava from asking the vendor
   */
  NoLock(Runnable beforeAFetch) {
    this.beforeAFetch = beforeAFetch;
  }

  @Override
  public void lock() {}

  @Override
  public void lockInterruptibly() {}

  @Override
  public boolean tryLock() {
    beforeAFetch.run();
    return true;
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) {
    return tryLock();
  }

  @Override
  public void unlock() {}

  @Override
  public Condition newCondition() {
    throw new UnsupportedOperationException("this lock is never held");
  }
}
