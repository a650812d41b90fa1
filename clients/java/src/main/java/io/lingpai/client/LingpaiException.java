package io.lingpai.client;

import org.jspecify.annotations.Nullable;

/**
 * You asked, and there is no answer: the server said why ({@link LingpaiProblem}), or none could be
 * reached ({@link LingpaiUnreachable}). No message of either carries a secret.
 */
public abstract class LingpaiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LingpaiException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Whether the same question may be answered later without anybody repairing anything. */
  public abstract boolean worthAskingAgain();

  /** The same again for another caller, whose own stack it then shows. */
  abstract LingpaiException again();
}
