package io.lingpai.sandbox.wechat;

import io.lingpai.sandbox.vendor.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Codes a user brings back: one use, five minutes, one app, one purpose. */
final class UserCodes {
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final int LENGTH = 32;
  private static final int KEPT = 50_000;

  /** What a code is good for: a scope of the web login, {@link #MINI_LOGIN} or {@link #PHONE}. */
  record Issued(App app, String openid, String purpose, Instant at) {}

  static final String MINI_LOGIN = "mini_login";
  static final String PHONE = "phone";

  private static final class Code {
    final Issued issued;
    boolean used;

    Code(Issued issued) {
      this.issued = issued;
    }
  }

  private final Map<String, Code> codes =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Code> eldest) {
          return size() > KEPT;
        }
      };

  String issue(Values values, Issued issued) {
    String code = values.marked("0", Values.CODE_MARKER, LENGTH);
    codes.put(code, new Code(issued));
    return code;
  }

  /** What the code stands for, and its end: it is spent by being looked at. */
  Issued redeem(String value, App app, boolean forMiniLogin, Instant now) {
    Code code = codes.get(value);
    if (code == null
        || code.issued.app() != app
        || code.issued.purpose().equals(PHONE)
        || code.issued.purpose().equals(MINI_LOGIN) != forMiniLogin) {
      throw new Refusal(40029);
    }
    if (code.used) {
      throw new Refusal(40163);
    }
    if (now.isAfter(code.issued.at().plus(app.scaled(LIFE)))) {
      throw new Refusal(40029);
    }
    code.used = true;
    return code.issued;
  }

  /** The same for a phone number's code, which tells used ones from unknown ones in no way. */
  Issued redeemPhone(String value, App app, Instant now) {
    Code code = codes.get(value);
    boolean good =
        code != null
            && code.issued.app() == app
            && code.issued.purpose().equals(PHONE)
            && !code.used
            && !now.isAfter(code.issued.at().plus(app.scaled(LIFE)));
    if (code == null || !good) {
      throw new Refusal(40029);
    }
    code.used = true;
    return code.issued;
  }

  void clear() {
    codes.clear();
  }
}
