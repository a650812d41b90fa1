package io.lingpai.server.api;

import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Language;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.ProblemPages;
import io.lingpai.server.problem.Sort;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What needs no key: health, the pages of problems, the API's description. */
public final class OpenCalls {

  private static final String HTML = "text/html; charset=utf-8";

  private final Supplier<Optional<String>> unready;
  private final byte[] description = read();

  /**
   * @param unready why this node cannot serve yet; empty when it can
   */
  public OpenCalls(Supplier<Optional<String>> unready) {
    this.unready = unready;
  }

  /** Health alone, for the public address. */
  public List<Route> health() {
    return List.of(
        Route.open("GET", "/health", request -> Json.answer(200, Map.of("status", "live"))),
        Route.open("GET", "/health/ready", this::ready));
  }

  public List<Route> pages() {
    return List.of(
        Route.open(
            "GET",
            "/openapi.yaml",
            request ->
                new Answer.Whole(
                    200, List.of("content-type", "application/yaml; charset=utf-8"), description)),
        Route.open(
            "GET",
            "/problems",
            request -> html(request.language(), ProblemPages.index(request.language()))),
        Route.open("GET", "/problems/{slug}", this::problem));
  }

  private Answer ready(Request request) {
    Optional<String> reason = unready.get();
    if (reason.isEmpty()) {
      return Json.answer(200, Map.of("status", "ready"));
    }
    throw Problem.of(Sort.NOT_READY, reason.get()).retryAfter(Duration.ofSeconds(1)).refusal();
  }

  private Answer problem(Request request) {
    Sort sort =
        Sort.of(request.variable("slug"))
            .orElseThrow(() -> Problem.notFound("there is no problem of this name").refusal());
    return html(request.language(), ProblemPages.html(sort, request.language()));
  }

  private static Answer html(Language language, String page) {
    return Answer.text(200, HTML, page)
        .with("content-language", language.tag())
        .with("vary", "accept-language")
        .with("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'");
  }

  private static byte[] read() {
    try (InputStream in = OpenCalls.class.getResourceAsStream("/openapi.yaml")) {
      return in == null ? "".getBytes(StandardCharsets.UTF_8) : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
