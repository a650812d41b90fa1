package io.lingpai.server.wire;

/**
 * A refusal in WeChat's words. SDKs lose the body of any HTTP status but 200, so the number in it
 * is all they have to go by.
 */
final class WireRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  WireRefusal(int code, String words) {
    super(words, null, false, false);
    this.code = code;
  }

  int code() {
    return code;
  }

  static WireRefusal invalidGrantType() {
    return new WireRefusal(40002, "invalid grant_type");
  }

  static WireRefusal invalidAppid() {
    return new WireRefusal(40013, "invalid appid");
  }

  /** SDKs give up at this code at once, where they would repeat a call after 40001. */
  static WireRefusal invalidSecret() {
    return new WireRefusal(40125, "invalid appsecret");
  }

  static WireRefusal deadToken() {
    return new WireRefusal(40001, "invalid credential, access_token is invalid or not latest");
  }

  static WireRefusal unauthorized() {
    return new WireRefusal(48001, "api unauthorized");
  }

  static WireRefusal missing(int code, String what) {
    return new WireRefusal(code, what + " missing");
  }
}
