package io.lingpai.sandbox.wechat;

/**
 * How to read WeChat's documentation where it is silent or contradicts itself.
 *
 * @param olderTokensDieAtOnce a new classic token ends the one before the one before, instead of
 *     leaving it what remains of its own five minutes
 * @param unknownToken answer to a token never issued: 40001, or 40014
 * @param classicWrongSecret answer of {@code /cgi-bin/token} to a wrong secret: 40125, or 40001
 * @param refusesForcesOverQuota a 21st forced refresh a day is answered 45009, instead of with the
 *     current token
 * @param secretResetKillsTokens tokens die with the secret they were fetched with
 * @param strictTickets a ticket's told life is what is left of it, and it dies on time
 */
public record WeChatRules(
    boolean olderTokensDieAtOnce,
    int unknownToken,
    int classicWrongSecret,
    boolean refusesForcesOverQuota,
    boolean secretResetKillsTokens,
    boolean strictTickets) {

  public static WeChatRules usual() {
    return new WeChatRules(false, 40001, 40125, true, false, false);
  }

  public WeChatRules olderTokensDyingAtOnce() {
    return new WeChatRules(
        true,
        unknownToken,
        classicWrongSecret,
        refusesForcesOverQuota,
        secretResetKillsTokens,
        strictTickets);
  }

  public WeChatRules unknownTokenIs(int code) {
    return new WeChatRules(
        olderTokensDieAtOnce,
        code,
        classicWrongSecret,
        refusesForcesOverQuota,
        secretResetKillsTokens,
        strictTickets);
  }

  public WeChatRules classicWrongSecretIs(int code) {
    return new WeChatRules(
        olderTokensDieAtOnce,
        unknownToken,
        code,
        refusesForcesOverQuota,
        secretResetKillsTokens,
        strictTickets);
  }

  public WeChatRules forcesOverQuotaUnchanged() {
    return new WeChatRules(
        olderTokensDieAtOnce,
        unknownToken,
        classicWrongSecret,
        false,
        secretResetKillsTokens,
        strictTickets);
  }

  public WeChatRules secretResetKillingTokens() {
    return new WeChatRules(
        olderTokensDieAtOnce,
        unknownToken,
        classicWrongSecret,
        refusesForcesOverQuota,
        true,
        strictTickets);
  }

  public WeChatRules ticketsStrict() {
    return new WeChatRules(
        olderTokensDieAtOnce,
        unknownToken,
        classicWrongSecret,
        refusesForcesOverQuota,
        secretResetKillsTokens,
        true);
  }
}
