package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Partner;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.Value;
import io.lingpai.credential.VendorsDay;
import io.lingpai.event.Happening.Cause;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the vendor is asked now: a pure function of the credential as read under the lease, its
 * kind, why someone looks, and the time.
 */
sealed interface Decision {

  /** Ask. {@code rehearsal}: the value we have is expected back. */
  record Ask(boolean rehearsal) implements Decision {}

  /** Nothing to do; look again then, or when someone asks. */
  record Leave(@Nullable Instant lookAgainAt) implements Decision {}

  /** Our own budget for the day is spent. */
  record Spent(Instant until) implements Decision {}

  static Decision of(Credential credential, Subject subject, Cause cause, Instant now) {
    if (!subject.app().active()) {
      return new Leave(null);
    }
    boolean byAdministrator = cause == Cause.ADMINISTRATOR;
    if (!byAdministrator) {
      Decision leave = reasonToLeave(credential, subject, cause, now);
      if (leave != null) {
        return leave;
      }
      if (credential.tally().on(now).vendorCalls() >= subject.kind().dailyBudget()) {
        return new Spent(VendorsDay.endOf(now));
      }
    }
    Value alive = credential.alive(now);
    return new Ask(!byAdministrator && alive != null && rehearsing(alive, subject.kind(), now));
  }

  private static @Nullable Decision reasonToLeave(
      Credential credential, Subject subject, Cause cause, Instant now) {
    boolean planned = cause == Cause.PLANNED;
    if (planned && idle(credential, subject, now)) {
      Instant look = idleLook(credential, subject.kind());
      if (look == null || now.isBefore(look)) {
        return new Leave(look);
      }
    }
    if (cause == Cause.SUSPICION) {
      return null;
    }
    if (cause == Cause.SETTLEMENT) {
      // Two late answers in a row must not mint twice within the promises on the value between.
      Instant until = Promises.unknownUntil(credential, subject.kind());
      return now.isBefore(until) && credential.alive(now) != null ? new Leave(until) : null;
    }
    if (cause == Cause.DEMAND && credential.alive(now) != null) {
      return new Leave(credential.dueAt());
    }
    if (cause == Cause.DEMAND && blockedByParent(credential)) {
      // The vendor is not asked without the parent, and somebody knows it to be there.
      return null;
    }
    Instant due = due(credential, subject.kind(), now);
    return now.isBefore(due) ? new Leave(due) : null;
  }

  /**
   * When the vendor may, and must, be asked again: the value's planned time; or, while a request is
   * unsettled that may have ended it, the end of the promises made before; and never while backing
   * off.
   */
  private static Instant due(Credential credential, Kind kind, Instant now) {
    Value alive = credential.alive(now);
    Instant due = Instant.MIN;
    if (alive != null && kind.source() instanceof Kind.Source.Pushed(Duration quietFor)) {
      due = alive.answeredAt().plus(quietFor);
    } else if (alive != null) {
      boolean unsettled =
          credential.intent() != null && kind.repeat() == Kind.Repeat.ENDS_THE_OLD_AFTER_OVERLAP;
      due = unsettled ? Promises.unknownUntil(credential, kind) : Schedule.rehearseAt(kind, alive);
    }
    Trouble trouble = credential.trouble();
    return trouble != null && trouble.askAgainAt().isAfter(due) ? trouble.askAgainAt() : due;
  }

  private static boolean blockedByParent(Credential credential) {
    Trouble trouble = credential.trouble();
    return trouble != null && trouble.nature() == Trouble.Nature.BLOCKED_BY_PARENT;
  }

  private static boolean rehearsing(Value alive, Kind kind, Instant now) {
    return kind.repeat() == Kind.Repeat.NEW_NEAR_THE_END && now.isBefore(alive.renewAt());
  }

  /** When someone must look at a credential next, whatever has just become of it. */
  static @Nullable Instant nextLook(Credential credential, Subject subject, Instant now) {
    if (!subject.app().active()) {
      return null;
    }
    Instant due = due(credential, subject.kind(), now);
    if (idle(credential, subject, now)) {
      Instant look = idleLook(credential, subject.kind());
      if (look == null) {
        return null;
      }
      due = look.isAfter(due) ? look : due;
    }
    return due.isBefore(now) ? now : due;
  }

  /** Nobody wants a value of it. What the vendor pushes is waited for all the same. */
  private static boolean idle(Credential credential, Subject subject, Instant now) {
    return !subject.kept()
        && !credential.wantedAt(now)
        && !(subject.kind().source() instanceof Kind.Source.Pushed);
  }

  /** When an idle credential is looked at: never, but for the sake of its partner. */
  private static @Nullable Instant idleLook(Credential credential, Kind kind) {
    if (!(kind.source() instanceof Kind.Source.OwnPartner)) {
      return null;
    }
    Partner partner = credential.usablePartner();
    return partner == null ? Instant.MIN : Schedule.exerciseAt(credential, partner);
  }
}
