package io.lingpai.server.http;

/** Hears of every answer, for metrics. */
@FunctionalInterface
public interface Observer {

  /** Nobody listens. */
  Observer NONE = (pattern, status, nanos) -> {};

  /**
   * An answer went out.
   *
   * @param pattern the route's, or empty where no route was found
   */
  void answered(String pattern, int status, long nanos);
}
