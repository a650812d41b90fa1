package io.lingpai.sandbox.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a platform may read and set of those who authorized it. */
final class AuthorizerEndpoints {
  static final String LIST = ComponentEndpoints.ROOT + "api_get_authorizer_list";
  static final String INFO = ComponentEndpoints.ROOT + "api_get_authorizer_info";
  private static final int MOST_AT_ONCE = 500;

  /** What an option may be, and the permission set it needs. */
  private record Option(Set<String> values, int set) {}

  private static final Map<String, Option> OPTIONS =
      Map.of(
          "location_report", new Option(Set.of("0", "1", "2"), PermissionSets.USERS),
          "voice_recognize", new Option(Set.of("0", "1"), PermissionSets.MESSAGES),
          "customer_service", new Option(Set.of("0", "1"), PermissionSets.CUSTOMER_SERVICE));

  List<Route> routes() {
    String root = ComponentEndpoints.ROOT;
    return Stream.of(
            Stream.of(
                Route.post(INFO, this::info).forComponents(),
                Route.post(LIST, this::list).forComponents()),
            // Printed with and without the prefix; called with it by older SDKs.
            Stream.of("", "api_")
                .flatMap(
                    prefix ->
                        Stream.of(
                            Route.post(root + prefix + "get_authorizer_option", this::option)
                                .forAnybody(),
                            Route.post(root + prefix + "set_authorizer_option", this::setOption)
                                .forAnybody())))
        .flatMap(routes -> routes)
        .toList();
  }

  private ObjectNode list(Call call) {
    ObjectNode body = call.body();
    Component component = ComponentEndpoints.named(call, body);
    int offset = number(body, "offset");
    int count = number(body, "count");
    if (count > MOST_AT_ONCE) {
      throw new Refusal(40170);
    }
    List<Authorization> all = component.standing();
    ObjectNode told = Json.object().put("total_count", all.size());
    ArrayNode list = told.putArray("list");
    all.stream()
        .skip(offset)
        .limit(count)
        .forEach(
            one -> {
              ObjectNode item = list.addObject().put("authorizer_appid", one.appid());
              if (one.showsRefreshToken()) {
                item.put("refresh_token", one.refreshToken);
              }
              item.put("auth_time", one.since.getEpochSecond());
            });
    return told;
  }

  private static int number(ObjectNode body, String field) {
    JsonNode node = body.path(field);
    if (!node.isIntegralNumber() || !node.canConvertToInt() || node.asInt() < 0) {
      throw new Refusal(40097);
    }
    return node.asInt();
  }

  private ObjectNode info(Call call) {
    ObjectNode body = call.body();
    Component component = ComponentEndpoints.named(call, body);
    Authorization authorization = component.of(Call.requiredText(body, "authorizer_appid", 41002));
    ObjectNode told = Json.object();
    describe(told.putObject("authorizer_info"), authorization.app);
    ObjectNode info =
        told.putObject("authorization_info").put("authorizer_appid", authorization.appid());
    if (authorization.showsRefreshToken()) {
      info.put("authorizer_refresh_token", authorization.refreshToken);
    }
    info.set("func_info", PermissionSets.asFunctionInfo(authorization.granted));
    return told;
  }

  private static void describe(ObjectNode told, App app) {
    told.put("nick_name", app.setup.name())
        .put("head_img", "http://wx.qlogo.cn/mmopen/" + app.appid() + "/0");
    told.putObject("service_type_info").put("id", app.official() ? 2 : 0);
    told.putObject("verify_type_info").put("id", 0);
    told.put("user_name", app.userName())
        .put("alias", "")
        .put("qrcode_url", "http://mmbiz.qpic.cn/mmbiz_jpg/" + app.appid() + "/0");
    told.putObject("business_info")
        .put("open_pay", 0)
        .put("open_shake", 0)
        .put("open_scan", 0)
        .put("open_card", 0)
        .put("open_store", 0);
    told.put("idc", 1).put("principal_name", "沙箱公司").put("signature", "");
    if (!app.official()) {
      ObjectNode mini = told.putObject("MiniProgramInfo");
      ObjectNode network = mini.putObject("network");
      for (String domain :
          List.of("RequestDomain", "WsRequestDomain", "UploadDomain", "DownloadDomain")) {
        network.putArray(domain);
      }
      mini.putArray("categories").addObject().put("first", "工具").put("second", "效率");
      mini.put("visit_status", 0);
    }
    told.put("account_status", 1);
    told.putObject("basic_config")
        .put("is_phone_configured", true)
        .put("is_email_configured", true);
  }

  /** Documented with the platform's token in one edition and the account's in another. */
  private static Authorization meant(Call call, ObjectNode body) {
    if (call.owner() instanceof Authorization own) {
      return own;
    }
    Component component = ComponentEndpoints.named(call, body);
    return component.of(Call.requiredText(body, "authorizer_appid", 41002));
  }

  private static Option allowed(Authorization authorization, String name) {
    Option option = OPTIONS.get(name);
    if (option == null) {
      throw new Refusal(61012);
    }
    if (!authorization.allowsAny(Set.of(option.set()))) {
      throw new Refusal(61007);
    }
    return option;
  }

  private ObjectNode option(Call call) {
    ObjectNode body = call.body();
    Authorization authorization = meant(call, body);
    String name = Call.requiredText(body, "option_name", 61012);
    allowed(authorization, name);
    return Json.object()
        .put("authorizer_appid", authorization.appid())
        .put("option_name", name)
        .put("option_value", authorization.options.getOrDefault(name, "0"));
  }

  private ObjectNode setOption(Call call) {
    ObjectNode body = call.body();
    Authorization authorization = meant(call, body);
    String name = Call.requiredText(body, "option_name", 61012);
    Option option = allowed(authorization, name);
    String value = Call.requiredText(body, "option_value", 61013);
    if (!option.values().contains(value)) {
      throw new Refusal(61013);
    }
    authorization.options.put(name, value);
    return Call.ok();
  }
}
