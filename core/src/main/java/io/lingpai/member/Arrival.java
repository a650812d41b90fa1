package io.lingpai.member;

import io.lingpai.secret.Secret;
import io.lingpai.session.Session;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A login that has passed every check and is now to be written.
 *
 * @param proposedId the member's id, should this be the first login
 * @param profile what was told of the person this time
 * @param defaults for a new member, where the profile is silent
 * @param document the vendor's words about the person, as JSON
 * @param sessionKey the vendor's key of the person's session, where it gives one
 * @param sessionId of the session that begins
 * @param actor whose API key logs the person in, for the audit log
 * @param request what to remember of the request, so that its repetition is answered alike
 */
public record Arrival(
    String app,
    String openid,
    @Nullable String unionid,
    String proposedId,
    Profile profile,
    Profile defaults,
    @Nullable Secret document,
    @Nullable Secret sessionKey,
    String sessionId,
    Instant at,
    Instant sessionExpiresAt,
    @Nullable String ip,
    String actor,
    Request request) {

  /**
   * A request, known by hashes.
   *
   * @param id of the whole request
   * @param code of the code that came with it
   */
  public record Request(String id, String code) {}

  /** The session that begins for a member. */
  public Session session(String memberId) {
    return new Session(sessionId, app, Session.Holder.member(memberId), at, sessionExpiresAt, null);
  }

  /** What came of it. */
  public record Arrived(Member member, boolean first) {}
}
