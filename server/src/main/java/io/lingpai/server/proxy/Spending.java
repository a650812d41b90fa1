package io.lingpai.server.proxy;

import io.lingpai.server.access.Caller;
import io.lingpai.server.api.Metrics;
import io.lingpai.server.http.Errand.Ending;
import io.lingpai.server.wire.WireRefusal;

/** Who spends what of an app's quota. */
public final class Spending {

  private final Metrics metrics;

  public Spending(Metrics metrics) {
    this.metrics = metrics;
  }

  /**
   * Counts a call that is about to be passed on.
   *
   * @throws WireRefusal if the key has spent what it may spend today
   */
  void begin(Caller caller) {}

  /** A call ended. */
  void ended(Caller caller, String app, String path, String outcome, Ending ending) {
    metrics.wireCall(caller.name(), app, outcome);
  }

  /** A call was refused here. */
  void refused(String keyName, String app, int code) {
    metrics.wireCall(keyName, app, Integer.toString(code));
  }
}
