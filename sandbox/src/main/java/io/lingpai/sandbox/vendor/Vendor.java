package io.lingpai.sandbox.vendor;

import io.lingpai.sandbox.http.Answer;
import io.lingpai.sandbox.http.Request;
import java.util.Optional;

/** A vendor played here. Every method may be called from many threads at once. */
public interface Vendor {
  /** For the log: {@code wechat}. */
  String name();

  boolean owns(String path);

  /** Whose call this is, as far as can be told without judging it: by app id, code or token. */
  Optional<String> appOf(Request request);

  /** Does what was asked, with all that follows from it. */
  Answer answer(Request request);

  /** Says no with this number and changes nothing. */
  Answer refusal(Request request, int code);

  /** Forgets everything that happened since the start. */
  void reset();
}
