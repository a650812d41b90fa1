package io.lingpai.server.http;

import io.vertx.core.Vertx;

/** Notices when nothing has moved for too long. One timer, which is not reset by every byte. */
final class Pace {

  private static final long NONE = -1;

  private final Vertx vertx;
  private final long quietMillis;
  private final Runnable tooSlow;
  private long moved = System.nanoTime();
  private long timer;

  Pace(Vertx vertx, long quietMillis, Runnable tooSlow) {
    this.vertx = vertx;
    this.quietMillis = quietMillis;
    this.tooSlow = tooSlow;
    this.timer = vertx.setTimer(quietMillis, unused -> look());
  }

  void moved() {
    moved = System.nanoTime();
  }

  private void look() {
    long quiet = (System.nanoTime() - moved) / 1_000_000;
    if (quiet >= quietMillis) {
      timer = NONE;
      tooSlow.run();
      return;
    }
    timer = vertx.setTimer(Math.max(1, quietMillis - quiet), unused -> look());
  }

  void stop() {
    if (timer != NONE) {
      vertx.cancelTimer(timer);
      timer = NONE;
    }
  }
}
