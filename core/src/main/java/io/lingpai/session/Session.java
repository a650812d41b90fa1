package io.lingpai.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One login that somebody has open. What its holder shows is not in here: a session is known by a
 * hash of it, so that who reads the store cannot be anybody.
 *
 * @param id the hash, in hexadecimal
 * @param app where the holder logged in
 * @param endedAt when it was ended before its time, by its holder or by us
 */
public record Session(
    String id,
    String app,
    Holder holder,
    Instant startedAt,
    Instant expiresAt,
    @Nullable Instant endedAt) {

  /** What sort of person holds a session. */
  public enum Kind {
    MEMBER,
    EMPLOYEE
  }

  /** Whose it is. */
  public record Holder(Kind kind, String id) {
    public static Holder member(String id) {
      return new Holder(Kind.MEMBER, id);
    }

    public static Holder employee(String id) {
      return new Holder(Kind.EMPLOYEE, id);
    }
  }

  public boolean activeAt(Instant now) {
    return endedAt == null && now.isBefore(expiresAt);
  }
}
