package io.lingpai.platform;

import io.lingpai.app.App;
import io.lingpai.credential.Kind;
import io.lingpai.secret.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request for a new value.
 *
 * @param app whose
 * @param kind which
 * @param parent the current value of what it is made from; {@code null} if made from the app's
 *     secret
 * @param partner what it is refreshed with; {@code null} for a kind without one, and where it is
 *     not known: then the platform finds it out, see {@link Issuance.PartnerFound}
 * @param forced end the present value now, where the vendor tells a first read from a forced one
 * @param answerWithin give up after this
 */
public record IssueRequest(
    App app,
    Kind kind,
    @Nullable Secret parent,
    @Nullable Secret partner,
    boolean forced,
    Duration answerWithin) {

  /** A request for a value that has no partner. */
  public IssueRequest(
      App app, Kind kind, @Nullable Secret parent, boolean forced, Duration answerWithin) {
    this(app, kind, parent, null, forced, answerWithin);
  }
}
