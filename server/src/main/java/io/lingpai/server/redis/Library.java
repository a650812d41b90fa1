package io.lingpai.server.redis;

import java.util.List;
import java.util.Set;

/** A library whose Redis is read once, to take over from it. */
public interface Library {

  /** What it keeps for an account; nothing without a life but refresh tokens. */
  List<Existing> of(Account account, Reader reader);

  /** Ids of accounts that it keeps tokens of, as far as its keys name them. */
  Set<String> accounts(Reader reader);

  /** The same of accounts that authorized a third-party platform. */
  default Set<String> authorizers(Reader reader) {
    return Set.of();
  }

  /**
   * An account at the vendor.
   *
   * @param component the id of the platform app that it authorized; empty for none
   * @param alone whether it is the only mini program known here: some keys do not name theirs
   */
  record Account(String platform, String id, String component, boolean alone) {
    boolean mini() {
      return platform.equals("wechat-mini");
    }

    boolean platformApp() {
      return platform.equals("wechat-component");
    }
  }
}
