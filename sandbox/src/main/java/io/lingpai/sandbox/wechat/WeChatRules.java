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
 * @param newestTicketOnly a platform's token needs the newest verify ticket, instead of any that is
 *     within its twelve hours
 * @param withdrawn answer to a refresh after the account withdrew: 61003, or 61023
 */
public record WeChatRules(
    boolean olderTokensDieAtOnce,
    int unknownToken,
    int classicWrongSecret,
    boolean refusesForcesOverQuota,
    boolean secretResetKillsTokens,
    boolean strictTickets,
    boolean newestTicketOnly,
    int withdrawn) {

  public static WeChatRules usual() {
    return new WeChatRules(false, 40001, 40125, true, false, false, false, 61003);
  }

  public WeChatRules olderTokensDyingAtOnce() {
    return new WeChatRules(
        true,
        unknownToken,
        classicWrongSecret,
        refusesForcesOverQuota,
        secretResetKillsTokens,
        strictTickets,
        newestTicketOnly,
        withdrawn);
  }

  public WeChatRules unknownTokenIs(int code) {
    return new WeChatRules(
        olderTokensDieAtOnce,
        code,
        classicWrongSecret,
        refusesForcesOverQuota,
        secretResetKillsTokens,
        strictTickets,
        newestTicketOnly,
        withdrawn);
  }

  public WeChatRules classicWrongSecretIs(int code) {
    return new WeChatRules(
        olderTokensDieAtOnce,
        unknownToken,
        code,
        refusesForcesOverQuota,
        secretResetKillsTokens,
        strictTickets,
        newestTicketOnly,
        withdrawn);
  }

  public WeChatRules forcesOverQuotaUnchanged() {
    return new WeChatRules(
        olderTokensDieAtOnce,
        unknownToken,
        classicWrongSecret,
        false,
        secretResetKillsTokens,
        strictTickets,
        newestTicketOnly,
        withdrawn);
  }

  public WeChatRules secretResetKillingTokens() {
    return new WeChatRules(
        olderTokensDieAtOnce,
        unknownToken,
        classicWrongSecret,
        refusesForcesOverQuota,
        true,
        strictTickets,
        newestTicketOnly,
        withdrawn);
  }

  public WeChatRules ticketsStrict() {
    return new WeChatRules(
        olderTokensDieAtOnce,
        unknownToken,
        classicWrongSecret,
        refusesForcesOverQuota,
        secretResetKillsTokens,
        true,
        newestTicketOnly,
        withdrawn);
  }

  public WeChatRules newestVerifyTicketOnly() {
    return new WeChatRules(
        olderTokensDieAtOnce,
        unknownToken,
        classicWrongSecret,
        refusesForcesOverQuota,
        secretResetKillsTokens,
        strictTickets,
        true,
        withdrawn);
  }

  public WeChatRules refreshAfterWithdrawalIs(int code) {
    return new WeChatRules(
        olderTokensDieAtOnce,
        unknownToken,
        classicWrongSecret,
        refusesForcesOverQuota,
        secretResetKillsTokens,
        strictTickets,
        newestTicketOnly,
        code);
  }
}
