package io.lingpai.server.http;

import java.time.Duration;

/**
 * How much and how long we put up with.
 *
 * @param lineAtMost bytes of the first line
 * @param headersAtMost bytes of all headers
 * @param headersWithin a new connection sends its first request's headers within this
 * @param bodyWithin a body arrives whole within this
 * @param idleAtMost between an answer and the next request's whole headers
 * @param drainWithin answers in flight have this long when the server stops
 * @param quietAtMost a request that is passed on may stand still this long
 * @param replayAtMost bytes of a passed-on body that are kept, should it have to be sent again
 */
public record Limits(
    int lineAtMost,
    int headersAtMost,
    Duration headersWithin,
    Duration bodyWithin,
    Duration idleAtMost,
    Duration drainWithin,
    Duration quietAtMost,
    int replayAtMost) {

  /** nginx keeps idle upstream connections for 60 s: ours live longer, so that it closes first. */
  public static final Limits USUAL =
      new Limits(
          8 * 1024,
          32 * 1024,
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofSeconds(75),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          1024 * 1024);
}
