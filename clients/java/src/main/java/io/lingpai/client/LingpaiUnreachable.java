package io.lingpai.client;

import org.jspecify.annotations.Nullable;

/**
 * No node gave an answer that can be understood: connections, time-outs, a proxy's own pages. Or
 * this thread was interrupted while it waited for one; it is so still.
 */
public final class LingpaiUnreachable extends LingpaiException {

  private static final long serialVersionUID = 1L;

  private final boolean interruption;

  LingpaiUnreachable(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  private LingpaiUnreachable(String message, @Nullable Throwable cause, boolean interruption) {
    super(message, cause);
    this.interruption = interruption;
  }

  /** It is this thread that gives up; the nodes may be well. */
  static LingpaiUnreachable interrupted(Throwable cause) {
    return new LingpaiUnreachable("interrupted while waiting for an answer", cause, true);
  }

  static boolean isInterruption(Throwable thrown) {
    return thrown instanceof LingpaiUnreachable && ((LingpaiUnreachable) thrown).interruption;
  }

  @Override
  public boolean worthAskingAgain() {
    return true;
  }

  @Override
  LingpaiException again() {
    return new LingpaiUnreachable(String.valueOf(getMessage()), this, interruption);
  }
}
