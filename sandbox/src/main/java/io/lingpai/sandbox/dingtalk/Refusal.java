package io.lingpai.sandbox.dingtalk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Answer;
import io.lingpai.sandbox.http.Json;
import io.lingpai.sandbox.http.Request;
import java.util.Map;
import java.util.Set;

/**
 * How DingTalk says no: the older host with a number and status 200, its {@code /topapi} calls with
 * 88 around what the gateway says, the newer host with a status and a word.
 *
 * @param code the older host's number
 */
record Refusal(int code, String text) {
  static final int TOKEN_INVALID = 40014;
  static final int CODE_UNKNOWN = 40078;
  static final int BLOCKED = 1111;

  private static final Map<Integer, String> TEXTS =
      Map.ofEntries(
          Map.entry(-1, "系统繁忙"),
          Map.entry(404, "请求的URI地址不存在"),
          Map.entry(33012, "无效的USERID"),
          Map.entry(40014, "不合法的access_token"),
          Map.entry(40068, "不合法的偏移量"),
          Map.entry(40069, "不合法的大小"),
          Map.entry(40078, "不存在的临时授权码"),
          Map.entry(40089, "不合法的corpid或corpsecret"),
          Map.entry(41001, "缺少access_token参数"),
          Map.entry(43001, "需要GET请求"),
          Map.entry(43002, "需要POST请求"),
          Map.entry(50002, "企业员工不在授权范围"),
          Map.entry(50004, "部门不在授权范围"),
          Map.entry(60003, "部门不存在"),
          Map.entry(60011, "没有调用该接口的权限"),
          Map.entry(60121, "找不到该用户"),
          Map.entry(90018, "您的应用调用该接口的频率过高"),
          Map.entry(400002, "无效的参数"));

  /** What the gateway says before the call itself is looked at. */
  private static final Set<Integer> OF_THE_GATEWAY = Set.of(40014, 42001, 60011, 60020, 90018);

  private record Word(int status, String code) {}

  private static final Map<Integer, Word> WORDS =
      Map.ofEntries(
          Map.entry(-1, new Word(500, "systemBusy")),
          Map.entry(404, new Word(404, "InvalidAction.NotFound")),
          Map.entry(40014, new Word(400, "InvalidAuthentication")),
          Map.entry(40078, new Word(400, "invalidParameter.authCode.notFound")),
          Map.entry(40089, new Word(400, "invalidClientIdOrSecret")),
          Map.entry(41001, new Word(400, "InvalidAuthentication")),
          Map.entry(43002, new Word(405, "InvalidMethod")),
          Map.entry(60011, new Word(403, "Forbidden.AccessDenied.AccessTokenPermissionDenied")),
          Map.entry(60020, new Word(403, "Forbidden.AccessDenied.IpNotInWhiteList")),
          Map.entry(90018, new Word(403, "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi")),
          Map.entry(90020, new Word(403, "Forbidden.AccessDenied.ApiCountLimitForOrg")),
          Map.entry(400002, new Word(400, "Missingbody")));

  static Refusal of(int code, Request request) {
    String text =
        code == 60020
            ? "访问ip不在白名单之中,request ip=" + request.client() + " appKey(sandbox)"
            : TEXTS.getOrDefault(code, "sandbox " + code);
    return new Refusal(code, text);
  }

  Answer answer(boolean newer, String path) {
    if (code == BLOCKED) {
      return coded(
          Answer.json(
              200,
              Json.object()
                  .put("status", BLOCKED)
                  .put("wait", 5)
                  .put("source", "x5")
                  .put("punish", "deny")
                  .put("uuid", "sandbox")));
    }
    return newer ? inWords() : inNumbers(path.startsWith("/topapi/"));
  }

  private Answer inWords() {
    Word word = WORDS.getOrDefault(code, new Word(400, "sandbox." + code));
    return coded(
        Answer.json(
            word.status,
            Json.object()
                .put("code", word.code)
                .put("requestid", "00000000-0000-7000-8000-000000000000")
                .put("message", text)));
  }

  private Answer inNumbers(boolean topapi) {
    ObjectNode body = Json.object();
    if (topapi && OF_THE_GATEWAY.contains(code)) {
      body.put("errcode", 88)
          .put("sub_code", Integer.toString(code))
          .put("sub_msg", text)
          .put("errmsg", "ding talk error[subcode=" + code + ",submsg=" + text + "]");
    } else {
      body.put("errcode", code).put("errmsg", text);
    }
    return coded(Answer.json(200, body.put("request_id", "sandbox")));
  }

  private Answer coded(Answer answer) {
    return new Answer(answer.status(), answer.contentType(), answer.body(), code, answer.headers());
  }
}
