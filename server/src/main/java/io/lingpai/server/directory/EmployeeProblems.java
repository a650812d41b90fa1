package io.lingpai.server.directory;

import io.lingpai.credential.VendorError;
import io.lingpai.directory.Admission;
import io.lingpai.platform.Finding;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import io.lingpai.server.problem.Sort;
import java.time.Duration;

/**
 * What is told of an employee's login that fails, with the number older systems had for the step.
 */
final class EmployeeProblems {

  static final int MISSING = 1101;
  static final int TOKEN = 1102;
  static final int USERID = 1103;
  static final int PERSON = 1104;
  static final int DISABLED = 1105;
  static final int CREATE = 1106;
  static final int UPDATE = 1107;
  static final int WRITE = 1108;
  static final int TICKET = 1111;

  private static final Duration SOON = Duration.ofSeconds(2);

  private EmployeeProblems() {}

  static Refusal missing(String field) {
    return Problem.malformed(field, "`" + field + "`: missing").legacyCode(MISSING).refusal();
  }

  static Refusal disabled() {
    return Problem.of(Sort.EMPLOYEE_DISABLED, "an administrator has disabled this employee here")
        .legacyCode(DISABLED)
        .refusal();
  }

  static Refusal notWritten(Admission.Failed failed) {
    int code =
        switch (failed.step()) {
          case CREATE -> CREATE;
          case UPDATE -> UPDATE;
          case OTHER -> WRITE;
        };
    Problem problem =
        failed.getCause() instanceof StoreUnavailable
            ? Problem.of(Sort.NOT_READY, "the store did not take the login; nothing was written")
                .retryAfter(SOON)
            : Problem.of(Sort.INTERNAL, "the login could not be written; nothing was");
    return problem.legacyCode(code).refusal();
  }

  /** Why the vendor does not say whose a code is. */
  static Refusal ofCode(Finding<?> finding) {
    return finding instanceof Finding.NotThisOne<?>(VendorError why)
        ? Problem.of(
                Sort.CODE_INVALID,
                "the vendor does not know the code: it was used before, is older than five"
                    + " minutes, or was made for another app; let the page fetch a new one, once")
            .vendor(why)
            .legacyCode(USERID)
            .refusal()
        : of(finding, "who the code belongs to").legacyCode(USERID).refusal();
  }

  /** Why the vendor does not say more of a person. */
  static Refusal ofPerson(Finding<?> finding) {
    return of(finding, "the employee's details").legacyCode(PERSON).refusal();
  }

  private static Problem of(Finding<?> finding, String what) {
    return switch (finding) {
      case Finding.Found<?> found -> throw new IllegalStateException("no problem: " + found);
      case Finding.NotThisOne<?>(VendorError why) ->
          Problem.of(Sort.VENDOR_REFUSED, "the vendor does not tell " + what).vendor(why);
      case Finding.AppRefused<?>(VendorError why) ->
          Problem.of(Sort.VENDOR_REFUSED, "the vendor refuses to tell the app " + what).vendor(why);
      case Finding.TooMany<?>(VendorError why, Duration wait) ->
          Problem.of(Sort.VENDOR_UNAVAILABLE, "the vendor was asked too often")
              .vendor(why)
              .retryAfter(wait.compareTo(SOON) < 0 ? SOON : wait);
      case Finding.TokenDead<?>(VendorError why) ->
          Problem.of(Sort.VENDOR_UNAVAILABLE, "the vendor took no token of the app's")
              .vendor(why)
              .retryAfter(SOON);
      case Finding.Unavailable<?>(VendorError why, boolean maybeDone) ->
          Problem.of(
                  Sort.VENDOR_UNAVAILABLE,
                  maybeDone
                      ? "the vendor's answer was lost; the code may be used up by now"
                      : "the vendor does not answer just now")
              .vendor(why)
              .retryAfter(SOON);
    };
  }
}
