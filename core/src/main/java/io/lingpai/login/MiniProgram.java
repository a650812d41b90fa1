package io.lingpai.login;

import io.lingpai.app.App;
import io.lingpai.member.Profile;
import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a platform knows of the people who use a mini program. Methods that take {@code
 * answerWithin} ask the vendor, once, and block; the others compute. Safe for many threads; never
 * throws for anything a vendor, the network or a client does.
 */
public interface MiniProgram {

  /**
   * Redeems a code.
   *
   * @param onBehalf the platform that acts for the app; {@code null} for an app with a secret of
   *     its own
   */
  Finding<Identity> exchange(
      App app, String code, @Nullable OnBehalf onBehalf, Duration answerWithin);

  /** Whether the client signed this very text with the key. */
  boolean signed(Secret sessionKey, String rawData, String signature);

  /** What the signed text tells of its person; empty if it cannot be read. */
  Optional<Profile> profile(String rawData);

  /** Opens what the client encrypted with the key. */
  OpenData open(Secret sessionKey, String encryptedData, String iv);

  /**
   * Redeems the code of a phone number, which is not a login's.
   *
   * @param openid whose it should be; {@code null} to take anybody's
   */
  Finding<Phone> phone(
      App app, Secret token, String code, @Nullable String openid, Duration answerWithin);

  /** Whether the vendor still takes this key for the person's current one. */
  Finding<Boolean> isCurrent(
      App app, Secret token, String openid, Secret sessionKey, Duration answerWithin);

  /** Has the vendor replace the person's key; the new one. */
  Finding<Secret> reset(
      App app, Secret token, String openid, Secret sessionKey, Duration answerWithin);
}
