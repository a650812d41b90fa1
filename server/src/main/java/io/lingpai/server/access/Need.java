package io.lingpai.server.access;

import org.jspecify.annotations.Nullable;

/**
 * What a call needs to be granted.
 *
 * @param app the app it concerns; empty if none
 * @param rest a kind, or a path without its leading slash; {@code null} where the action has none
 */
public record Need(Grant.Action action, String app, @Nullable String rest) {

  public static final Need WATCH = new Need(Grant.Action.WATCH, "", null);
  public static final Need ADMIN = new Need(Grant.Action.ADMIN, "", null);

  public static Need of(Grant.Action action, String app) {
    return new Need(action, app, null);
  }

  public static Need read(String app, String kind) {
    return new Need(Grant.Action.READ, app, kind);
  }

  @Override
  public String toString() {
    return action.word() + (app.isEmpty() ? "" : ":" + app) + (rest == null ? "" : "/" + rest);
  }
}
