package io.lingpai.follower;

import io.lingpai.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps who follows. Events are written with their messages, see {@link
 * io.lingpai.callback.Effect.Followed}. Blocking; safe for many threads; throws {@link
 * io.lingpai.problem.StoreUnavailable} when the store cannot be reached.
 */
public interface FollowerStore {

  Optional<Follower> find(String app, String openid);

  /** Everybody of this unionid, which is one person, by app. */
  List<Follower> withUnionid(String unionid);

  /** What the vendor said of a follower when it was last asked. */
  Optional<Secret> document(String app, String openid);

  /** How much is known of an app's followers. */
  Census census(String app);

  /** The revisions of those who are known. */
  Map<String, Long> revisions(String app, List<String> openids);

  /**
   * Writes down what a vendor said, as {@link Follower} decides.
   *
   * @param seen the revision there was when the vendor was asked; 0 for somebody not known
   */
  Follower.Outcome learn(String app, Told told, long seen);

  /**
   * How much is known.
   *
   * @param known everybody ever seen
   * @param subscribed who follows
   * @param withUnionid everybody whose unionid is known
   */
  record Census(long known, long subscribed, long withUnionid) {}
}
