package io.lingpai.server.api;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.VendorError;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Subject;
import io.lingpai.server.http.Json;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Sort;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns what stands in a credential's way into what a caller is told. */
public final class Troubles {

  private static final Duration SOON = Duration.ofSeconds(5);

  private final Keeper keeper;

  public Troubles(Keeper keeper) {
    this.keeper = keeper;
  }

  /** Why there is no usable value. */
  public Problem of(Subject subject, @Nullable Trouble trouble) {
    Trouble root = root(subject, trouble);
    if (root == null) {
      return Problem.of(Sort.NOT_READY, "there is no value yet").retryAfter(SOON);
    }
    Problem problem = Problem.of(sort(root.nature()), detail(subject, root)).vendor(root.error());
    return problem.sort() == Sort.VENDOR_REFUSED
        ? problem
        : problem.retryAfter(Duration.between(keeper.timeline().now(), root.askAgainAt()));
  }

  // A ticket's trouble is mostly its token's, and that is what somebody can repair.
  private @Nullable Trouble root(Subject subject, @Nullable Trouble trouble) {
    CredentialKey parent = subject.parent();
    if (trouble == null || parent == null || trouble.nature() != Trouble.Nature.BLOCKED_BY_PARENT) {
      return trouble;
    }
    return keeper.peek(parent).map(Credential::trouble).orElse(trouble);
  }

  static Sort sort(Trouble.Nature nature) {
    return switch (nature) {
      case REFUSED -> Sort.VENDOR_REFUSED;
      case RISK_PENDING -> Sort.RISK_CONFIRMATION;
      case QUOTA_SPENT -> Sort.QUOTA_EXHAUSTED;
      case UNAVAILABLE, UNKNOWN -> Sort.VENDOR_UNAVAILABLE;
      case BLOCKED_BY_PARENT, NOT_READY -> Sort.NOT_READY;
    };
  }

  private static String detail(Subject subject, Trouble trouble) {
    String what = subject.key().kind() + " of " + subject.key().app();
    return switch (trouble.nature()) {
      case REFUSED -> "the vendor refuses " + what;
      case RISK_PENDING ->
          "an administrator must confirm at the vendor before " + what + " is given";
      case QUOTA_SPENT -> "the day's quota for " + what + " is spent";
      case UNAVAILABLE -> "the vendor gives no " + what + " just now";
      case UNKNOWN -> "the vendor's answer about " + what + " was lost";
      case BLOCKED_BY_PARENT -> what + " waits for what it is made from";
      case NOT_READY -> what + " waits for something the vendor pushes";
    };
  }

  /** The same for the app's own page, in fields. */
  static Optional<Map<String, Object>> shown(@Nullable Trouble trouble) {
    if (trouble == null) {
      return Optional.empty();
    }
    Map<String, Object> shown = new LinkedHashMap<>();
    VendorError error = trouble.error();
    shown.put("type", "/problems/" + sort(trouble.nature()).slug());
    shown.put("vendor_code", error.code());
    shown.put("vendor_message", error.message());
    shown.put("what_to_do", error.whatToDo().english());
    shown.put("what_to_do_zh", error.whatToDo().chinese());
    if (error.ip() != null) {
      shown.put("ip", error.ip());
    }
    shown.put("since", Json.time(trouble.since()));
    shown.put("ask_again_at", Json.time(trouble.askAgainAt()));
    return Optional.of(shown);
  }
}
