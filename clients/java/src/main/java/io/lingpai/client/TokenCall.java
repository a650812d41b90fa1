package io.lingpai.client;

/**
 * A call of the vendor's with a token.
 *
 * @param <T> what comes back
 * @param <E> what it may throw
 */
@FunctionalInterface
public interface TokenCall<T, E extends Exception> {

  /** Calls the vendor; possibly a second time, with another token. */
  T with(String token) throws E;
}
