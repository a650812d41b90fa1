package io.lingpai.login;

import io.lingpai.app.App;
import io.lingpai.member.Profile;
import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a platform knows of the people who log in to a web page inside the vendor's app. Asks the
 * vendor, once a method, and blocks; safe for many threads; never throws for anything a vendor or
 * the network does.
 */
public interface WebLogin {

  /**
   * Redeems the code a page was given.
   *
   * @param onBehalf the platform that acts for the app; {@code null} for an app with a secret of
   *     its own
   */
  Finding<Visitor> exchange(
      App app, String code, @Nullable OnBehalf onBehalf, Duration answerWithin);

  /** What a visitor lets be known; to be asked only where {@link Visitor#tells()}. */
  Finding<Told> profile(Visitor visitor, Duration answerWithin);

  /**
   * Somebody on a page.
   *
   * @param token for questions about this person; not the app's
   * @param scope what the person agreed to
   * @param snapshot not the person's own account: the page is looked at as a snapshot
   * @param tells whether the person lets more be known than an openid
   */
  record Visitor(
      String openid,
      @Nullable String unionid,
      Secret token,
      String scope,
      boolean snapshot,
      boolean tells) {}

  /**
   * What a visitor lets be known.
   *
   * @param json as the vendor wrote it
   */
  record Told(Profile profile, @Nullable String unionid, String json) {
    /** Somebody's data. */
    @Override
    public String toString() {
      return "Told";
    }
  }
}
