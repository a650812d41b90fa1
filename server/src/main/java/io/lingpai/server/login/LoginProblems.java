package io.lingpai.server.login;

import io.lingpai.credential.VendorError;
import io.lingpai.login.OpenData;
import io.lingpai.platform.Finding;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import io.lingpai.server.problem.Sort;
import java.time.Duration;

/**
 * What is told of a login that fails, with the numbers that older systems used: 1 code missing, 22
 * signature, 1 openid, 2 app id, 3 too old, and the vendor's own.
 */
final class LoginProblems {

  private static final int CODE_MISSING = 1;
  private static final int SIGNATURE = 22;
  private static final int OPENID = 1;
  private static final int APPID = 2;
  private static final int AGE = 3;

  private static final String RISKY_USER = "40226";
  private static final String USED = "40163";
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration LATER = Duration.ofHours(1);

  private LoginProblems() {}

  static Refusal codeMissing(String field) {
    return Problem.malformed(field, "`" + field + "`: missing").legacyCode(CODE_MISSING).refusal();
  }

  static Refusal signatureMismatch() {
    return Problem.of(
            Sort.SIGNATURE_MISMATCH,
            "`signature` is not the one of `raw_data` under the session key of this code: the data"
                + " comes from another login, or was changed (even a blank counts)")
        .legacyCode(SIGNATURE)
        .refusal();
  }

  static Refusal closed(OpenData.Closed closed) {
    return Problem.of(Sort.DECRYPTION_FAILED, closed.why()).legacyCode(closed.code()).refusal();
  }

  static Refusal wrong(OpenData.Fault fault, Duration oldest) {
    return switch (fault) {
      case OTHER_PERSON ->
          Problem.of(
                  Sort.OPENID_MISMATCH,
                  "the data was not made for the person whom the code, or the session, stands for")
              .legacyCode(OPENID)
              .refusal();
      case OTHER_APP ->
          Problem.of(Sort.APPID_MISMATCH, "the watermark names another app's id")
              .legacyCode(APPID)
              .refusal();
      case TOO_OLD ->
          Problem.of(
                  Sort.DATA_EXPIRED,
                  "the watermark's time is more than "
                      + oldest.toSeconds()
                      + " s from now; if it should not be, compare this machine's clock")
              .legacyCode(AGE)
              .refusal();
    };
  }

  /** Why the vendor gave no answer. */
  static Refusal of(Finding<?> finding) {
    return switch (finding) {
      case Finding.Found<?> found -> throw new IllegalStateException("no problem: " + found);
      case Finding.NotThisOne<?>(VendorError why) -> notThisOne(why);
      case Finding.AppRefused<?>(VendorError why) ->
          told(Problem.of(Sort.VENDOR_REFUSED, "the vendor refuses the app's calls"), why);
      case Finding.TooMany<?>(VendorError why, Duration wait) ->
          wait.isZero()
              ? told(
                  Problem.of(Sort.QUOTA_EXHAUSTED, "the day's quota for this call is spent")
                      .retryAfter(LATER),
                  why)
              : told(
                  Problem.of(Sort.TOO_MANY, "the vendor was asked too often in this minute")
                      .retryAfter(wait),
                  why);
      case Finding.TokenDead<?>(VendorError why) ->
          told(
              Problem.of(Sort.VENDOR_UNAVAILABLE, "the vendor took no token of the app's")
                  .retryAfter(SOON),
              why);
      case Finding.Unavailable<?>(VendorError why, boolean maybeDone) ->
          told(
              Problem.of(
                      Sort.VENDOR_UNAVAILABLE,
                      maybeDone
                          ? "the vendor's answer was lost; the code may be used up by now"
                          : "the vendor does not answer just now; the code was not used")
                  .retryAfter(SOON),
              why);
    };
  }

  private static Refusal notThisOne(VendorError why) {
    return switch (why.code()) {
      case RISKY_USER ->
          told(Problem.of(Sort.USER_BLOCKED, "the vendor holds this user for a risk"), why);
      case USED -> used("by a request to the vendor that did not come through this server", why);
      default ->
          told(
              Problem.of(
                  Sort.CODE_INVALID,
                  "the vendor does not know the code: it is older than five minutes, was made by"
                      + " another app's client, is of another sort, or is no code"),
              why);
    };
  }

  static boolean saysUsed(Finding<?> finding) {
    return finding instanceof Finding.NotThisOne<?>(VendorError why) && why.code().equals(USED);
  }

  /** The code was redeemed before; {@code how} says by whom. */
  static Refusal used(String how, VendorError why) {
    return told(
        Problem.of(
            Sort.CODE_INVALID,
            "a code can be used once, and this one was used before: "
                + how
                + "; let the client obtain another"),
        why);
  }

  private static Refusal told(Problem problem, VendorError why) {
    Problem told = problem.vendor(why);
    try {
      return told.legacyCode(Integer.parseInt(why.code())).refusal();
    } catch (NumberFormatException e) {
      return told.refusal();
    }
  }

  static Refusal sessionInvalid() {
    return Problem.of(
            Sort.SESSION_INVALID, "the session is unknown, over, or not one of this app's")
        .refusal();
  }
}
