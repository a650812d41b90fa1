package io.lingpai.problem;

/** What is stored cannot be what was written. Asking again does not help; a person must act. */
public final class CorruptStore extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Says what is broken and how to go on.
   *
   * @param what the file or row, and what is wrong with it
   * @param remedy what to do
   */
  public CorruptStore(String what, String remedy, Throwable cause) {
    super(what + ". " + remedy, cause);
  }

  public CorruptStore(String what, String remedy) {
    super(what + ". " + remedy);
  }
}
