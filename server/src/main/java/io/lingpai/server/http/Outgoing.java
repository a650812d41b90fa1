package io.lingpai.server.http;

import io.lingpai.secret.Secret;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a request that is passed on.
 *
 * @param to where
 * @param target path and query
 * @param headers instead of the caller's own of these names, or beside their others
 * @param body instead of the caller's own; {@code null} for theirs
 * @param plainAnswer asks for an answer without compression, because it will be read here
 * @param token the app's token that is in it, for judging the answer; {@code null} if none is
 */
public record Outgoing(
    Origin to,
    Spliced target,
    Map<String, Spliced> headers,
    @Nullable Spliced body,
    boolean plainAnswer,
    @Nullable Secret token) {

  public Outgoing {
    headers = Map.copyOf(headers);
  }

  /** Whether a text has a secret in it that goes out with this attempt. */
  boolean isToldBy(String text) {
    return target.isToldBy(text)
        || headers.values().stream().anyMatch(value -> value.isToldBy(text))
        || (body != null && body.isToldBy(text));
  }
}
