package io.lingpai.authorization;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A look through the vendor's list of those who authorized a platform.
 *
 * @param done accounts looked at
 * @param total accounts on the list, as far as is known
 * @param found accounts that were not known here
 * @param restored accounts whose partner was missing, refused or another
 * @param withdrawn accounts known here that are no longer on the list
 * @param detail why it failed
 */
public record Recovery(
    String id,
    String platform,
    State state,
    int done,
    int total,
    int found,
    int restored,
    int withdrawn,
    @Nullable String detail,
    Instant beganAt,
    Instant changedAt) {

  /** How far it has come. */
  public enum State {
    RUNNING,
    DONE,
    FAILED
  }

  public Recovery at(int done, int total, int found, int restored, Instant now) {
    return new Recovery(
        id, platform, state, done, total, found, restored, withdrawn, detail, beganAt, now);
  }

  public Recovery done(int withdrawn, Instant now) {
    return new Recovery(
        id, platform, State.DONE, done, total, found, restored, withdrawn, null, beganAt, now);
  }

  public Recovery failed(String why, Instant now) {
    return new Recovery(
        id, platform, State.FAILED, done, total, found, restored, withdrawn, why, beganAt, now);
  }
}
