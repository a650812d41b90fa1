package io.lingpai.server.http;

import io.lingpai.problem.StoreUnavailable;
import io.lingpai.server.problem.Language;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import io.lingpai.server.problem.Sort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where exceptions meet HTTP. */
public final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** What to tell about a failure. The words of an unknown exception never travel. */
  public static Problem problem(Throwable failure, String requestId) {
    return switch (failure) {
      case Refusal refusal -> refusal.problem();
      case StoreUnavailable lost ->
          Problem.of(Sort.NOT_READY, "the store cannot be reached")
              .retryAfter(Duration.ofSeconds(2));
      default -> {
        LOG.error("event=request_failed request_id={}", requestId, failure);
        yield Problem.of(Sort.INTERNAL, "the server failed; its log has the details");
      }
    };
  }

  /** A problem as an answer. */
  public static Answer.Whole answer(Problem problem, Language language, String requestId) {
    List<String> headers =
        new ArrayList<>(
            List.of(
                "content-type",
                "application/problem+json; charset=utf-8",
                "content-language",
                language.tag()));
    if (problem.sort() == Sort.UNAUTHENTICATED) {
      headers.addAll(List.of("www-authenticate", "Bearer realm=\"lingpai\""));
    }
    if (problem.retryAfter() != null) {
      headers.addAll(List.of("retry-after", String.valueOf(problem.retryAfterSeconds())));
    }
    return new Answer.Whole(
        problem.sort().status(), headers, Json.bytes(problem.members(language, requestId)));
  }
}
