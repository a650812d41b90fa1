package io.lingpai.server.wire;

import io.lingpai.credential.VendorError;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Request;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import io.lingpai.server.problem.Sort;
import java.util.LinkedHashMap;
import java.util.Map;

/** What went wrong, as WeChat would say it. */
public final class WechatShape {

  private static final int BUSY = -1;
  private static final int BAD_SECRET = 40125;

  private WechatShape() {}

  /** The code for a failure; anything else is thrown on. */
  public static int code(RuntimeException failure) {
    return switch (failure) {
      case WireRefusal refusal -> refusal.code();
      case Refusal refusal -> code(refusal.problem());
      case StoreUnavailable lost -> BUSY;
      default -> throw failure;
    };
  }

  /** The answer for a failure. SDKs lose the body of any other status than 200. */
  public static Answer.Whole answer(Request request, RuntimeException failure) {
    return answer(200, request, code(failure), words(failure));
  }

  /** An answer with a status that makes SDKs give up instead of asking again. */
  public static Answer.Whole answer(int status, Request request, int code, String words) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("errcode", code);
    said.put("errmsg", words + " rid: " + request.id());
    return Json.answer(status, said);
  }

  private static String words(RuntimeException failure) {
    return switch (failure) {
      case WireRefusal refusal -> String.valueOf(refusal.getMessage());
      case Refusal refusal -> words(refusal.problem());
      default -> "system error";
    };
  }

  /** The vendor's own number where the vendor refused; “busy” where asking again may help. */
  private static int code(Problem problem) {
    VendorError vendor = problem.vendor();
    if (vendor != null && vendor.code().matches("-?\\d{1,9}")) {
      int code = Integer.parseInt(vendor.code());
      return WechatCodes.saysDead(code) ? whereNoTokenCouldBeHad(problem) : code;
    }
    return problem.sort() == Sort.MALFORMED ? 47001 : BUSY;
  }

  /**
   * What the vendor said when we asked it for a token, an SDK would take for the death of its own,
   * and fetch another one and ask again, some without end.
   */
  private static int whereNoTokenCouldBeHad(Problem problem) {
    return problem.sort() == Sort.VENDOR_REFUSED ? BAD_SECRET : BUSY;
  }

  private static String words(Problem problem) {
    VendorError vendor = problem.vendor();
    if (vendor != null && !vendor.message().isEmpty()) {
      return vendor.message();
    }
    return problem.sort() == Sort.MALFORMED ? "data format error" : "system error";
  }
}
