package io.lingpai.sandbox.dingtalk;

/** A call cannot be done, and this is the number that says why. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  Refused(int code) {
    super("refused " + code, null, false, false);
    this.code = code;
  }

  int code() {
    return code;
  }
}
