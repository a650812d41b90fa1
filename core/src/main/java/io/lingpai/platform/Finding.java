package io.lingpai.platform;

import io.lingpai.credential.VendorError;
import java.time.Duration;

/**
 * What came of asking a vendor anything but a credential: about a person, an account, a company.
 *
 * @param <T> what was asked for
 */
public sealed interface Finding<T> {

  /** The answer. */
  record Found<T>(T what) implements Finding<T> {
    /** It may hold a key. */
    @Override
    public String toString() {
      return "Found";
    }
  }

  /** No, because of this code, this person or this session; another may do better. */
  record NotThisOne<T>(VendorError why) implements Finding<T> {}

  /** No, because of the app, and so it stays until somebody repairs it. */
  record AppRefused<T>(VendorError why) implements Finding<T> {}

  /** Too often; zero {@code askAgainIn} means until the vendor's day ends. */
  record TooMany<T>(VendorError why, Duration askAgainIn) implements Finding<T> {}

  /** The token that the call was made with is dead. */
  record TokenDead<T>(VendorError why) implements Finding<T> {}

  /** Not now. If {@code maybeDone}, the code that was sent may be used up. */
  record Unavailable<T>(VendorError why, boolean maybeDone) implements Finding<T> {}
}
