package io.lingpai.sandbox.dingtalk;

import java.util.regex.Pattern;

/**
 * An app that one company made for itself: {@code DingTalkApp.of("ding…", "…").agent("1001")}.
 *
 * @param key its app key, or the company's id where the credentials are of before 2018
 * @param ofTheCompany whether they are, and so come as {@code corpid} and {@code corpsecret}
 * @param corpId the company; apps of one company share its directory
 */
public record DingTalkApp(
    String key, String secret, String name, String corpId, String agentId, boolean ofTheCompany) {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  public DingTalkApp {
    for (String id : new String[] {key, corpId, agentId}) {
      if (!PLAIN.matcher(id).matches()) {
        throw new IllegalArgumentException("id: " + id + " (expected: letters, digits, _ and -)");
      }
    }
  }

  public static DingTalkApp of(String key, String secret) {
    return new DingTalkApp(key, secret, key, "ding0company", "1001", false);
  }

  /** With credentials of before 2018. */
  public static DingTalkApp ofTheCompany(String corpId, String secret) {
    return new DingTalkApp(corpId, secret, corpId, corpId, "1001", true);
  }

  public DingTalkApp named(String other) {
    return new DingTalkApp(key, secret, other, corpId, agentId, ofTheCompany);
  }

  public DingTalkApp in(String company) {
    return new DingTalkApp(key, secret, name, company, agentId, ofTheCompany);
  }

  public DingTalkApp agent(String id) {
    return new DingTalkApp(key, secret, name, corpId, id, ofTheCompany);
  }
}
