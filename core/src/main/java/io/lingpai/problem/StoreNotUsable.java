package io.lingpai.problem;

/**
 * The store cannot be used as it was configured: its folder is not writable, another process holds
 * it, or it was made by a newer release. The message says what to change.
 */
public final class StoreNotUsable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StoreNotUsable(String message, Throwable cause) {
    super(message, cause);
  }

  public StoreNotUsable(String message) {
    super(message);
  }
}
