package io.lingpai.client;

import org.jspecify.annotations.Nullable;

/** No node gave an answer that can be understood: connections, time-outs, a proxy's own pages. */
public final class LingpaiUnreachable extends LingpaiException {

  private static final long serialVersionUID = 1L;

  LingpaiUnreachable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public boolean worthAskingAgain() {
    return true;
  }

  @Override
  LingpaiException again() {
    return new LingpaiUnreachable(String.valueOf(getMessage()), this);
  }
}
