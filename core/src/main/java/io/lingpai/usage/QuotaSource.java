package io.lingpai.usage;

import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
import java.time.Duration;

/**
 * Asks a vendor what is left of a quota. Blocks; safe for many threads; never throws for anything a
 * vendor or the network does.
 */
public interface QuotaSource {

  /**
   * Asks once.
   *
   * @param token the app's
   * @param path of the call that is asked about, such as {@code /cgi-bin/user/info}
   */
  Finding<Quota> ask(Secret token, String path, Duration answerWithin);
}
