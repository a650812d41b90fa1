package io.lingpai.server.wire;

/**
 * A refusal in WeChat's words. SDKs lose the body of any HTTP status but 200, so the number in it
 * is all they have to go by.
 */
public final class WireRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  public WireRefusal(int code, String words) {
    super(words, null, false, false);
    this.code = code;
  }

  public int code() {
    return code;
  }

  public static WireRefusal invalidGrantType() {
    return new WireRefusal(40002, "invalid grant_type");
  }

  public static WireRefusal invalidAppid() {
    return new WireRefusal(40013, "invalid appid");
  }

  /** SDKs give up at this code at once, where they would repeat a call after 40001. */
  public static WireRefusal invalidSecret() {
    return new WireRefusal(40125, "invalid appsecret");
  }

  public static WireRefusal deadToken() {
    return new WireRefusal(40001, "invalid credential, access_token is invalid or not latest");
  }

  static WireRefusal notAuthorized() {
    return new WireRefusal(61003, "component is not authorized by this account");
  }

  public static WireRefusal unauthorized() {
    return new WireRefusal(48001, "api unauthorized");
  }

  /** Parameters that two readers could understand in two ways. */
  public static WireRefusal ambiguous() {
    return new WireRefusal(47001, "data format error");
  }

  static WireRefusal postOnly() {
    return new WireRefusal(43002, "require POST method");
  }

  public static WireRefusal missing(int code, String what) {
    return new WireRefusal(code, what + " missing");
  }
}
