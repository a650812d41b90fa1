package io.lingpai.member;

import io.lingpai.member.Arrival.Request;
import io.lingpai.secret.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers, for minutes, what a request was answered: a code can be used once, and a client that
 * did not hear the answer asks again with the same. Blocking; safe for many threads; throws {@link
 * io.lingpai.problem.StoreUnavailable} when the store cannot be reached.
 */
public interface LoginAnswers {

  /** What a request was answered, if that was not before {@code since}. */
  Optional<Secret> find(String app, String request, Instant since);

  /** Keeps an answer. The first one stands. */
  void keep(String app, Request request, Secret answer, Instant at);

  /**
   * How the code of a request was used here: by that very request, else last by another. One look
   * says both, so that no login that is being written can slip in between.
   */
  Optional<Use> useOf(String app, Request request);

  /**
   * Forgets answers given before an instant, some at a time.
   *
   * @return how many; ask again until there are none
   */
  int forgetBefore(Instant end);

  /**
   * A use of a code.
   *
   * @param same it was the request asked about, not another with the same code
   */
  record Use(boolean same, Instant at) {}
}
