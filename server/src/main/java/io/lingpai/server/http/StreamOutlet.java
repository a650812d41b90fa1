package io.lingpai.server.http;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An open answer's content. A reader that falls behind is cut off; it resumes where it was. */
final class StreamOutlet implements Answer.Outlet {

  private final Context context;
  private final HttpServerRequest sent;
  private final HttpServerResponse out;
  private final AtomicBoolean gone = new AtomicBoolean();
  private final AtomicReference<@Nullable Runnable> whenGone = new AtomicReference<>();

  StreamOutlet(Context context, HttpServerRequest sent) {
    this.context = context;
    this.sent = sent;
    this.out = sent.response();
  }

  @Override
  public boolean send(String text) {
    if (gone.get()) {
      return false;
    }
    context.runOnContext(
        unused -> {
          if (gone.get() || out.ended()) {
            return;
          }
          if (out.writeQueueFull()) {
            sent.connection().close();
            return;
          }
          out.write(text);
        });
    return true;
  }

  @Override
  public void end() {
    context.runOnContext(
        unused -> {
          if (!out.ended() && !out.closed()) {
            out.end().onComplete(done -> sent.connection().close());
          }
          gone();
        });
  }

  @Override
  public void whenGone(Runnable action) {
    whenGone.set(action);
    if (gone.get()) {
      run();
    }
  }

  void gone() {
    gone.set(true);
    run();
  }

  private void run() {
    Runnable action = whenGone.getAndSet(null);
    if (action != null) {
      action.run();
    }
  }
}
