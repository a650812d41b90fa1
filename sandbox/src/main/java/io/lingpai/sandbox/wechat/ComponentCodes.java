package io.lingpai.sandbox.wechat;

import io.lingpai.sandbox.vendor.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pre-authorization and authorization codes of one platform. */
final class ComponentCodes {
  static final Duration PRE_AUTH_LIFE = Duration.ofMinutes(30);
  static final Duration CODE_LIFE = Duration.ofMinutes(10);
  private static final int KEPT = 50_000;

  private static final class Code {
    final String account;
    final Instant expiresAt;
    boolean used;
    boolean reusable;

    Code(String account, Instant expiresAt) {
      this.account = account;
      this.expiresAt = expiresAt;
    }
  }

  private static final class Codes extends LinkedHashMap<String, Code> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Code> eldest) {
      return size() > KEPT;
    }
  }

  private final Codes preAuth = new Codes();
  private final Codes authorizations = new Codes();

  String newPreAuth(Values values, Instant expiresAt) {
    String value = values.marked("preauthcode@@@", Values.PREAUTH_MARKER, 80);
    preAuth.put(value, new Code("", expiresAt));
    return value;
  }

  /** Whether an authorization may begin with this one. */
  boolean beginsWith(String value, Instant now) {
    Code code = preAuth.get(value);
    return code != null && !code.used && now.isBefore(code.expiresAt);
  }

  /** A successful authorization spends the code it began with. */
  void spendPreAuth(String value) {
    Code code = preAuth.get(value);
    if (code != null) {
      code.used = true;
    }
  }

  String newCode(Values values, String account, Instant expiresAt) {
    String value = values.marked("queryauthcode@@@", Values.CODE_MARKER, 90);
    Code code = new Code(account, expiresAt);
    // The release check pushes one code twice, as an event and in a message, and servers that
    // exchange both pass it.
    code.reusable = ReleaseAccounts.userName(account).isPresent();
    authorizations.put(value, code);
    return value;
  }

  /** The account this code stands for; it is spent by being looked at. */
  String redeem(String value, Instant now) {
    Code code = authorizations.get(value);
    if (code == null || (code.used && !code.reusable)) {
      throw new Refusal(61009);
    }
    if (!now.isBefore(code.expiresAt)) {
      throw new Refusal(61010);
    }
    code.used = true;
    return code.account;
  }
}
