package io.lingpai.member;

import io.lingpai.member.Arrival.Arrived;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps members. Blocking; safe for many threads; throws {@link
 * io.lingpai.problem.StoreUnavailable} when the store cannot be reached.
 */
public interface MemberStore {

  /** How long a vendor's session key that was replaced still opens what was made under it. */
  Duration PREVIOUS_KEY_FOR = Duration.ofHours(1);

  /**
   * Writes a login in one transaction: the member (new or known), the vendor's session key, the
   * session, the answer to be given should the request be repeated, and a line of the audit log.
   * Either all of it is written or nothing; of many first logins of one person at once, one makes
   * the member.
   *
   * @param answer makes the answer to keep from what came of it; must not block
   */
  Arrived arrive(Arrival arrival, Function<Arrived, Secret> answer);

  Optional<Member> find(String app, String id);

  Optional<Member> withOpenid(String app, String openid);

  /** Members whose ids follow {@code after}, in order. */
  List<Member> list(String app, @Nullable String unionid, String after, int limit);

  /** The vendor's words about a member, as they came with the latest login that brought some. */
  Optional<Secret> document(String app, String id);

  /** The vendor's session keys of a member: the current one, and a previous one still of use. */
  List<Secret> sessionKeys(String app, String id, Instant now);

  /** Takes over another session key of the vendor's. The present one becomes the previous one. */
  void replaceSessionKey(String app, String id, Secret sessionKey, Instant at);

  /** Writes down a unionid that was learnt after the login. */
  void learnUnionid(String app, String id, String unionid);

  /**
   * Removes a member with all sessions and answers; the audit log keeps the id only.
   *
   * @return false if there is none
   */
  boolean erase(String app, String id, String actor, Instant at);
}
