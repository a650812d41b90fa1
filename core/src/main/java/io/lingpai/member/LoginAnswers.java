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

  /** When a code was last used here, by whatever request. */
  Optional<Instant> usedAt(String app, String code);

  /**
   * Forgets answers given before an instant, some at a time.
   *
   * @return how many; ask again until there are none
   */
  int forgetBefore(Instant end);
}
