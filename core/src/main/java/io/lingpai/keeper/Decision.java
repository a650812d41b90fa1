package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.Intent;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Tally;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.Value;
import io.lingpai.event.Happening.Cause;
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
    if (!subject.app().active() || subject.kind().source() instanceof Kind.Source.Pushed) {
      return new Leave(null);
    }
    boolean byAdministrator = cause == Cause.ADMINISTRATOR;
    if (!byAdministrator) {
      Decision leave = reasonToLeave(credential, subject, cause, now);
      if (leave != null) {
        return leave;
      }
      if (credential.tally().on(now).vendorCalls() >= subject.kind().dailyBudget()) {
        return new Spent(Tally.dayAfter(now));
      }
    }
    Value alive = credential.alive(now);
    return new Ask(!byAdministrator && alive != null && rehearsing(alive, subject.kind(), now));
  }

  private static @Nullable Decision reasonToLeave(
      Credential credential, Subject subject, Cause cause, Instant now) {
    boolean planned = cause == Cause.PLANNED;
    if (planned && !subject.kept() && !credential.wantedAt(now)) {
      return new Leave(null);
    }
    Value alive = credential.alive(now);
    boolean settling = cause == Cause.SETTLEMENT || cause == Cause.SUSPICION;
    if (alive != null && !settling) {
      Instant due = Schedule.rehearseAt(subject.kind(), alive);
      if (now.isBefore(due)) {
        return new Leave(due);
      }
      if (cause == Cause.DEMAND) {
        return new Leave(credential.dueAt());
      }
    }
    Trouble trouble = credential.trouble();
    if (trouble != null && !settling && now.isBefore(trouble.askAgainAt())) {
      return new Leave(trouble.askAgainAt());
    }
    Intent intent = credential.intent();
    if (intent != null && alive != null && !settling && endsTheOld(subject.kind())) {
      Instant until = Promises.unknownUntil(credential, subject.kind());
      if (now.isBefore(until)) {
        return new Leave(until);
      }
    }
    return null;
  }

  private static boolean rehearsing(Value alive, Kind kind, Instant now) {
    return kind.repeat() == Kind.Repeat.NEW_NEAR_THE_END && now.isBefore(alive.renewAt());
  }

  private static boolean endsTheOld(Kind kind) {
    return kind.repeat() == Kind.Repeat.ENDS_THE_OLD_AFTER_OVERLAP;
  }

  /** When someone must look at a credential next, whatever has just become of it. */
  static @Nullable Instant nextLook(Credential credential, Subject subject, Instant now) {
    if (!subject.app().active() || subject.kind().source() instanceof Kind.Source.Pushed) {
      return null;
    }
    if (!subject.kept() && !credential.wantedAt(now)) {
      return null;
    }
    Trouble trouble = credential.trouble();
    Value alive = credential.alive(now);
    Instant due = alive == null ? now : Schedule.rehearseAt(subject.kind(), alive);
    if (trouble != null && trouble.askAgainAt().isAfter(due)) {
      due = trouble.askAgainAt();
    }
    if (credential.intent() != null && alive != null && endsTheOld(subject.kind())) {
      Instant until = Promises.unknownUntil(credential, subject.kind());
      due = until.isAfter(due) ? until : due;
    }
    return due;
  }
}
