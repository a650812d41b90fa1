package io.lingpai.server.redis;

import java.util.List;

/** Under which keys, and in which form, a library looks for a value. */
interface Layout {

  /** Nothing for what this library does not look for. */
  List<Entry> entries(Published published);

  /** An app that is an account of its owner's, or one that authorized a platform. */
  static boolean mini(Published published) {
    return published.app().platform().equals("wechat-mini");
  }

  static boolean wechat(Published published) {
    return published.app().platform().startsWith("wechat-");
  }
}
