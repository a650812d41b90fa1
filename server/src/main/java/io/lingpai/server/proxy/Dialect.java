package io.lingpai.server.proxy;

import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Errand.Failure;
import io.lingpai.server.http.Request;

/** How one vendor says what went wrong, and how we say it to the vendor's clients. */
interface Dialect {

  /** The code in the beginning of an answer; empty if there is none, as in most good answers. */
  String code(int status, String beginning);

  /** Whether this code says that the token was dead, and so that nothing was done. */
  boolean saysDead(String code);

  /** Whether an answer with this code shows that the vendor took the token. */
  boolean provesLife(int status, String code);

  /** The number of a refusal of ours; throws on what is none. */
  String code(RuntimeException refusal);

  /** What a caller is told whom we refuse. */
  Answer.Whole refused(Request request, RuntimeException refusal);

  /** What a caller is told if no answer came. */
  Answer.Whole failed(Request request, Failure how);
}
