package io.lingpai.callback;

import io.lingpai.app.App;
import io.lingpai.secret.Secret;

/** How one vendor calls back. */
public interface CallbackProtocol {

  /** Whether it speaks for apps of this platform. */
  boolean speaksFor(String platform);

  /**
   * What reads and writes for an app whose callback settings are {@code callback.token}, {@code
   * callback.aes_key} and {@code callback.mode}. Without usable ones it refuses whatever arrives.
   */
  Correspondence of(App app);

  /** The same for a receiver that has a token and a key of its own. */
  Correspondence of(App app, Secret token, Secret aesKey);

  /**
   * One that refuses whatever arrives, in the way and with the work of a real one: from outside an
   * app that does not exist looks like one that does.
   */
  Correspondence nobody();
}
