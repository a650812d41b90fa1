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
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What went wrong, as one of DingTalk's hosts would say it: the older with a number and the status
 * 200, wrapped in 88 beneath {@code /topapi} where its gateway refuses; the newer with a status and
 * a word.
 */
public enum DingTalkShape {
  OLDER,
  NEWER;

  private static final int BUSY = -1;
  private static final int BAD_PARAMETER = 400002;

  /** A wrong id or secret, where the newer host speaks OAuth's words. */
  static final int INVALID_CLIENT = 40096;

  /** What a refusal has on either host. */
  private record Line(int number, int status, String word) {}

  private static final List<Line> LINES =
      List.of(
          new Line(BUSY, 500, "systemBusy"),
          new Line(404, 404, "InvalidAction.NotFound"),
          new Line(40014, 400, "InvalidAuthentication"),
          new Line(41001, 400, "InvalidAuthentication"),
          new Line(40089, 400, "invalidClientIdOrSecret"),
          new Line(INVALID_CLIENT, 400, "invalid.client"),
          new Line(41002, 400, "MissingclientId"),
          new Line(41004, 400, "MissingclientSecret"),
          new Line(40035, 400, "Missingbody"),
          new Line(BAD_PARAMETER, 400, "InvalidParameter"),
          new Line(40002, 400, "unsupported.grant.type"),
          new Line(43001, 405, "InvalidMethod"),
          new Line(43002, 405, "InvalidMethod"),
          new Line(40079, 401, "unauthorized.client"),
          new Line(60011, 403, "Forbidden.AccessDenied.AccessTokenPermissionDenied"),
          new Line(60020, 403, "Forbidden.AccessDenied.IpNotInWhiteList"),
          new Line(90018, 403, "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"),
          new Line(45009, 403, "Forbidden.AccessDenied.ApiCountLimitForOrg"),
          new Line(90020, 403, "Forbidden.AccessDenied.ApiCountLimitForOrg"));

  /** Refusals are thrown with WeChat's numbers, where most of them come from. */
  private static final Map<Integer, Integer> FROM_WECHAT =
      Map.of(
          40125,
          40089,
          40013,
          40089,
          40001,
          40014,
          48001,
          60011,
          44002,
          40035,
          47001,
          BAD_PARAMETER,
          40066,
          404);

  private static final Map<Integer, String> TEXTS =
      Map.ofEntries(
          Map.entry(BUSY, "系统繁忙"),
          Map.entry(404, "请求的URI地址不存在"),
          Map.entry(40014, "不合法的access_token"),
          Map.entry(41001, "缺少access_token参数"),
          Map.entry(40089, "不合法的corpid或corpsecret"),
          Map.entry(60011, "没有调用该接口的权限"));

  private static final Set<Integer> OF_THE_GATEWAY = Set.of(40014, 60011, 60020, 90018);

  /** DingTalk's number for a failure; anything else is thrown on. */
  public static int code(RuntimeException failure) {
    return switch (failure) {
      case WireRefusal refusal -> FROM_WECHAT.getOrDefault(refusal.code(), refusal.code());
      case Refusal refusal -> code(refusal.problem());
      case StoreUnavailable lost -> BUSY;
      default -> throw failure;
    };
  }

  private static int code(Problem problem) {
    VendorError vendor = problem.vendor();
    if (vendor == null) {
      return problem.sort() == Sort.MALFORMED ? BAD_PARAMETER : BUSY;
    }
    if (vendor.code().matches("-?\\d{1,9}")) {
      return Integer.parseInt(vendor.code());
    }
    return LINES.stream()
        .filter(line -> line.word.equalsIgnoreCase(vendor.code()))
        .findFirst()
        .map(Line::number)
        .orElse(BUSY);
  }

  private static String words(RuntimeException failure, int code) {
    if (failure instanceof Refusal refusal) {
      VendorError vendor = refusal.problem().vendor();
      if (vendor != null && !vendor.message().isEmpty()) {
        return vendor.message();
      }
    }
    String text = TEXTS.get(code);
    return text == null && failure instanceof WireRefusal
        ? String.valueOf(failure.getMessage())
        : TEXTS.getOrDefault(code, "系统繁忙");
  }

  /** The answer for a failure. */
  public Answer.Whole answer(Request request, RuntimeException failure) {
    int code = code(failure);
    return this == OLDER
        ? inNumbers(200, request, code, words(failure, code))
        : inWords(line(code), request, words(failure, code));
  }

  /** The answer where the vendor was not reached, or what it said was lost. */
  public Answer.Whole unanswered(int status, Request request, String why) {
    return this == OLDER
        ? inNumbers(status, request, BUSY, why)
        : inWords(new Line(BUSY, status == 200 ? 500 : status, "systemBusy"), request, why);
  }

  private static Line line(int code) {
    return LINES.stream()
        .filter(line -> line.number == code)
        .findFirst()
        .orElse(new Line(code, 400, Integer.toString(code)));
  }

  private static Answer.Whole inWords(Line line, Request request, String words) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("code", line.word);
    body.put("requestid", request.id());
    body.put("message", words);
    return Json.answer(line.status, body);
  }

  private static Answer.Whole inNumbers(int status, Request request, int code, String words) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (request.path().contains("/topapi/") && OF_THE_GATEWAY.contains(code)) {
      body.put("errcode", 88);
      body.put("sub_code", Integer.toString(code));
      body.put("sub_msg", words);
      body.put("errmsg", "ding talk error[subcode=" + code + ",submsg=" + words + "]");
    } else {
      body.put("errcode", code);
      body.put("errmsg", words);
    }
    body.put("request_id", request.id());
    return Json.answer(status, body);
  }
}
