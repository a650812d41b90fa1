package io.lingpai.server.proxy;

import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Errand.Failure;
import io.lingpai.server.http.Request;
import io.lingpai.server.wire.WechatCodes;
import io.lingpai.server.wire.WechatShape;

/** WeChat: a number in {@code errcode}, whatever the status. */
final class WechatDialect implements Dialect {

  @Override
  public String code(int status, String beginning) {
    int code = WechatCodes.of(beginning);
    return code == 0 ? "" : Integer.toString(code);
  }

  @Override
  public boolean saysDead(String code) {
    return WechatCodes.saysDead(number(code));
  }

  @Override
  public boolean provesLife(int status, String code) {
    return WechatCodes.provesLife(number(code));
  }

  private static int number(String code) {
    return code.isEmpty() ? 0 : Integer.parseInt(code);
  }

  @Override
  public String code(RuntimeException refusal) {
    return Integer.toString(WechatShape.code(refusal));
  }

  @Override
  public Answer.Whole refused(Request request, RuntimeException refusal) {
    return WechatShape.answer(request, refusal);
  }

  @Override
  public Answer.Whole failed(Request request, Failure how) {
    // SDKs repeat a call that was answered with -1. That is right for one that never left, and for
    // no other: a status that is not 200 makes them give up. Of those, 504 is the one that HTTP
    // clients' own retries leave alone where a call must not be made twice (Symfony's repeats even
    // a POST after 502).
    return switch (how) {
      case NOT_SENT ->
          WechatShape.answer(200, request, -1, "system error: the vendor cannot be reached");
      case ANSWER_LOST ->
          WechatShape.answer(
              504, request, -1, "system error: the vendor's answer was lost; it may have acted");
      case NOT_SHOWABLE ->
          WechatShape.answer(
              504, request, -1, "system error: the vendor's answer cannot be passed on");
    };
  }
}
