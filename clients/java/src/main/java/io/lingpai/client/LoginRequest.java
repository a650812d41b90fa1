package io.lingpai.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a mini program sends to log somebody in. Immutable; it prints without what is in it. */
public final class LoginRequest {

  private final Map<String, String> members;

  private LoginRequest(Map<String, String> members) {
    this.members = Collections.unmodifiableMap(members);
  }

  /** With the code of {@code wx.login}, which the vendor takes once. */
  public static LoginRequest ofCode(String code) {
    return new LoginRequest(Collections.singletonMap("code", code));
  }

  /** With what {@code wx.getUserInfo} signed, exactly as the mini program got it. */
  public LoginRequest signed(String rawData, String signature) {
    return with("raw_data", rawData).with("signature", signature);
  }

  /** With what the vendor encrypted. */
  public LoginRequest encrypted(String encryptedData, String iv) {
    return with("encrypted_data", encryptedData).with("iv", iv);
  }

  /** With the address the person comes from, for the member's record. */
  public LoginRequest from(String clientIp) {
    return with("client_ip", clientIp);
  }

  private LoginRequest with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(members);
    more.put(name, value);
    return new LoginRequest(more);
  }

  byte[] json() {
    return Json.write(members);
  }

  @Override
  public String toString() {
    return "login request with " + members.keySet();
  }
}
