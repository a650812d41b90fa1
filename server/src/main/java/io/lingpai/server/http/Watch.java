package io.lingpai.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Keeps time over one connection. The library's idle time-out is reset by every byte, so a peer
 * that sends one now and then would hold its connection for ever; and it would cut long polls. Here
 * a deadline runs only while we wait for the peer. Used on the connection's event loop only.
 */
final class Watch {

  private static final long NONE = -1;

  private final Vertx vertx;
  private final HttpConnection connection;
  private long timer = NONE;
  private @Nullable Request current;

  Watch(Vertx vertx, HttpConnection connection) {
    this.vertx = vertx;
    this.connection = connection;
  }

  /** Closes the connection unless {@link #disarm} comes first. */
  void arm(long millis) {
    disarm();
    timer = vertx.setTimer(millis, unused -> connection.close());
  }

  void disarm() {
    if (timer != NONE) {
      vertx.cancelTimer(timer);
      timer = NONE;
    }
  }

  void serving(@Nullable Request request) {
    current = request;
  }

  void closed() {
    disarm();
    Request waiting = current;
    if (waiting != null) {
      waiting.peerHungUp();
    }
  }
}
