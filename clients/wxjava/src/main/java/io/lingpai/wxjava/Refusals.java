package io.lingpai.wxjava;

import me.chanjar.weixin.common.error.WxRuntimeException;

/** What these storages do not do, and what to do instead. */
final class Refusals {

  private Refusals() {}

  static WxRuntimeException fetch(String app, String service) {
    return new WxRuntimeException(
        "a token of "
            + app
            + " was to be fetched from the vendor, which would end the one in use. It was reported"
            + " to Lingpai instead: ask for the token again. With "
            + service
            + " a forced refresh returns the token to use.");
  }

  static WxRuntimeException secret(String app, String instead) {
    return new WxRuntimeException(
        "the secret of " + app + " is with Lingpai and not here; " + instead);
  }
}
