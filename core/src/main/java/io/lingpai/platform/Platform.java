package io.lingpai.platform;

import io.lingpai.app.App;
import io.lingpai.credential.Kind;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.util.List;

/**
 * How one vendor issues, refuses and proves. Called on threads that may block; safe for many
 * threads; never throws for anything a vendor or the network does, but returns it as a value.
 */
public interface Platform {

  /** As {@code platform:} in the configuration, such as {@code wechat-official}. */
  String name();

  /** The kinds an app has, parents before what is made from them. */
  List<Kind> kinds(App app);

  /** The kinds kept warm for an app that does not say. */
  List<String> keptByDefault(App app);

  /** Asks the vendor for a value. */
  Issuance issue(IssueRequest request);

  /**
   * Asks the vendor whether a value is alive, by the cheapest call there is.
   *
   * @throws IllegalArgumentException for a kind whose proof is not by call
   */
  Verdict check(App app, Kind kind, Secret value, Duration answerWithin);
}
