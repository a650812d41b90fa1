package io.lingpai.follower;

import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.util.List;

/**
 * What a platform knows of an account's followers. Asks the vendor, once a method, and blocks; safe
 * for many threads; never throws for anything a vendor or the network does.
 */
public interface FollowerSource {

  /** How many {@link #askSeveral} takes. */
  int atOnce();

  /** Whether somebody follows. */
  Finding<Told> ask(Secret token, String openid, Duration answerWithin);

  /** The same of several; one whom the vendor does not know may spoil it for all. */
  Finding<List<Told>> askSeveral(Secret token, List<String> openids, Duration answerWithin);

  /**
   * Those who follow, a page at a time.
   *
   * @param after the last one of the page before; empty to begin with
   */
  Finding<Listed> list(Secret token, String after, Duration answerWithin);

  /**
   * A page.
   *
   * @param total how many there are in all
   * @param next what to ask after next; empty where there is no more
   */
  record Listed(long total, List<String> openids, String next) {
    public Listed {
      openids = List.copyOf(openids);
    }

    @Override
    public String toString() {
      return "Listed[" + openids.size() + " of " + total + "]";
    }
  }
}
