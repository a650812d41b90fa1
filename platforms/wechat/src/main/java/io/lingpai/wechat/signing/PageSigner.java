package io.lingpai.wechat.signing;

import io.lingpai.page.PageUrl;
import io.lingpai.secret.Secret;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Signs for pages, each time with a nonce and a timestamp of its own. Safe for many threads. */
public final class PageSigner {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int NONCE_LENGTH = 16;

  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * @param random safe for many threads, as {@link java.security.SecureRandom} is
   */
  public PageSigner(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  public JsSignature sign(String appId, Secret ticket, PageUrl url) {
    return JsSignature.of(appId, ticket, now(), nonce(), url);
  }

  public CardSignature sign(Secret cardTicket, CardSignature.Adding card) {
    return CardSignature.of(cardTicket, now(), nonce(), card);
  }

  public CardSignature sign(String appId, Secret cardTicket, CardSignature.Choosing cards) {
    return CardSignature.of(cardTicket, appId, now(), nonce(), cards);
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private String nonce() {
    StringBuilder nonce = new StringBuilder(NONCE_LENGTH);
    for (int i = 0; i < NONCE_LENGTH; i++) {
      nonce.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return nonce.toString();
  }
}
