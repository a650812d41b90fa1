package io.lingpai.server.login;

import io.lingpai.member.Arrival;
import io.lingpai.member.LoginAnswers;
import io.lingpai.secret.Secret;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Does what a request asks once, however often it comes: a code can be redeemed once, and clients
 * send twice, because a finger taps twice or an answer is lost.
 *
 * <ol>
 *   <li>whoever comes while the same request is being answered waits for that answer;
 *   <li>whoever comes within five minutes is given the answer kept in the store, by any node;
 *   <li>a code that the vendor refuses is remembered by this node only: anybody can make up codes,
 *       and must not fill the store with them.
 * </ol>
 */
final class Replays {

  static final Duration KEPT_FOR = Duration.ofMinutes(5);

  private final LoginAnswers answers;
  private final InstantSource clock;
  private final ConcurrentHashMap<String, CompletableFuture<Secret>> underWay =
      new ConcurrentHashMap<>();
  private final ShortMemory<Problem> refused;

  Replays(LoginAnswers answers, InstantSource clock) {
    this.answers = answers;
    this.clock = clock;
    this.refused = new ShortMemory<>(KEPT_FOR, clock);
  }

  /**
   * The answer, made now or before.
   *
   * @param work makes it; what it answers well it keeps itself, together with what it writes
   */
  Secret once(String app, Arrival.Request request, Supplier<Secret> work) {
    CompletableFuture<Secret> mine = new CompletableFuture<>();
    CompletableFuture<Secret> theirs = underWay.putIfAbsent(request.id(), mine);
    if (theirs != null) {
      return joined(theirs);
    }
    try {
      Secret answer = answer(app, request, work);
      mine.complete(answer);
      return answer;
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      underWay.remove(request.id(), mine);
    }
  }

  /** What another node has answered by now. */
  Optional<Secret> kept(String app, Arrival.Request request) {
    return answers.find(app, request.id(), clock.instant().minus(KEPT_FOR));
  }

  private Secret answer(String app, Arrival.Request request, Supplier<Secret> work) {
    Optional<Problem> before = refused.get(request.id());
    if (before.isPresent()) {
      throw before.get().refusal();
    }
    Optional<Secret> kept = kept(app, request);
    if (kept.isPresent()) {
      return KeptAnswer.answered(kept.get());
    }
    try {
      return work.get();
    } catch (Refusal refusal) {
      keep(app, request, refusal.problem());
      throw refusal;
    }
  }

  private void keep(String app, Arrival.Request request, Problem problem) {
    boolean lasting =
        switch (problem.sort()) {
          case SIGNATURE_MISMATCH,
              OPENID_MISMATCH,
              APPID_MISMATCH,
              DATA_EXPIRED,
              DECRYPTION_FAILED,
              CONFLICT,
              MALFORMED ->
              true;
          default -> false;
        };
    if (lasting) {
      answers.keep(app, request, KeptAnswer.of(problem), clock.instant());
      return;
    }
    switch (problem.sort()) {
      case CODE_INVALID, USER_BLOCKED -> refused.put(request.id(), problem);
      default -> {}
    }
  }

  private static Secret joined(CompletableFuture<Secret> theirs) {
    try {
      return theirs.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw e;
    }
  }
}
