package io.lingpai.sandbox.wechat;

import io.lingpai.sandbox.http.Answer;
import io.lingpai.sandbox.http.Html;
import io.lingpai.sandbox.http.Request;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The page where an account's administrator authorizes a platform: with a code to scan on a
 * computer, without one inside WeChat on the phone. Here each account has a button instead. An
 * extra parameter {@code sandbox_account} agrees at once, for scripts.
 */
final class AuthorizationPage {
  static final String COMPUTER = "/cgi-bin/componentloginpage";
  static final Set<String> PHONE = Set.of("/safe/bindcomponent", "/wxaopen/safe/bindcomponent");
  private static final int SHOWN = 100;

  private final World world;
  private final Authorizing authorizing;

  AuthorizationPage(World world, Authorizing authorizing) {
    this.world = world;
    this.authorizing = authorizing;
  }

  static boolean owns(String path) {
    return path.equals(COMPUTER) || PHONE.contains(path);
  }

  Answer answer(Request request, Instant now) {
    try {
      Component component = component(request);
      check(component, request, now);
      Optional<String> account =
          request.field("account").or(() -> request.parameter("sandbox_account"));
      if (account.isPresent()) {
        return agreed(component, request, account.get(), now);
      }
      return Html.page("zh-CN", component.setup.name(), question(component, request));
    } catch (Refusal wrong) {
      String page =
          "<h1>" + wrong.code() + "</h1><p class=bad>" + Html.escape(wrong.text()) + "</p>";
      return Html.page("zh-CN", "WeChat", page).counted(wrong.code());
    }
  }

  private Component component(Request request) {
    String appid = request.parameter("component_appid").orElseThrow(() -> new Refusal(41018));
    Component component = world.components.get(appid);
    if (component == null) {
      throw new Refusal(61011);
    }
    return component;
  }

  private static void check(Component component, Request request, Instant now) {
    String starting = component.setup.startingDomain();
    boolean first = request.method().equals("GET") && request.path().equals(COMPUTER);
    if (first
        && starting != null
        && !starting.equals(hostOf(request.header("referer")).orElse(""))) {
      throw new Refusal(
          40097,
          "请确认授权入口页所在域名，与授权后回调页所在域名相同，并且，此两者都必须与申请第三方平台时填写的授权发起页域名相同。"
              + "授权入口页所在域名："
              + hostOf(request.header("referer")).orElse("(无)"));
    }
    String code = request.parameter("pre_auth_code").orElse("");
    if (!component.codes.beginsWith(code, now)) {
      throw new Refusal(40097, "invalid or expired pre_auth_code");
    }
    String returning = component.setup.returnDomain();
    Optional<String> host = hostOf(request.parameter("redirect_uri"));
    if (host.isEmpty() || (returning != null && !returning.equals(host.get()))) {
      throw new Refusal(10003, "redirect_uri differs from the domain that was configured");
    }
    kinds(request);
  }

  private static Optional<String> hostOf(Optional<String> address) {
    try {
      return address.map(URI::create).map(URI::getHost);
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  /** Of {@code auth_type}; other numbers are for accounts that the sandbox has none of. */
  private static Set<WeChatApp.Kind> kinds(Request request) {
    return switch (request.parameter("auth_type").orElse("3")) {
      case "1" -> Set.of(WeChatApp.Kind.OFFICIAL);
      case "2" -> Set.of(WeChatApp.Kind.MINI);
      case "3", "6" -> Set.of(WeChatApp.Kind.OFFICIAL, WeChatApp.Kind.MINI);
      case "4", "5", "8" -> Set.of();
      default -> throw new Refusal(40097, "auth_type: expected 1 to 6 or 8");
    };
  }

  /** {@code biz_appid} fixes the one account and outdoes {@code auth_type}. */
  private List<App> choice(Request request) {
    @Nullable String fixed = request.parameter("biz_appid").orElse(null);
    Stream<App> all = world.apps.values().stream();
    if (fixed != null) {
      return all.filter(app -> app.appid().equals(fixed)).toList();
    }
    Set<WeChatApp.Kind> kinds = kinds(request);
    return all.filter(app -> kinds.contains(app.setup.kind())).toList();
  }

  private Answer agreed(Component component, Request request, String account, Instant now) {
    App app =
        choice(request).stream()
            .filter(one -> one.appid().equals(account))
            .findFirst()
            .orElseThrow(() -> new Refusal(40013));
    String preAuthCode = request.parameter("pre_auth_code").orElseThrow();
    String code = authorizing.agree(component, app, sets(request, app), preAuthCode, now);
    String added =
        "auth_code="
            + URLEncoder.encode(code, StandardCharsets.UTF_8)
            + "&expires_in="
            + component.scaled(ComponentCodes.CODE_LIFE).toSeconds();
    String uri = request.parameter("redirect_uri").orElseThrow();
    return Answer.found(uri + (uri.contains("?") ? "&" : "?") + added);
  }

  /** The permissions the platform asked to be offered, all being granted. */
  private static Set<Integer> sets(Request request, App app) {
    Set<Integer> usual = PermissionSets.usual(app.setup.kind());
    Set<Integer> asked = new TreeSet<>();
    for (String id : request.parameter("category_id_list").orElse("").split("\\|", -1)) {
      if (id.matches("[0-9]{1,4}")) {
        asked.add(Integer.valueOf(id));
      }
    }
    return asked.isEmpty() ? usual : asked;
  }

  private String question(Component component, Request request) {
    List<App> choice = choice(request);
    String buttons =
        choice.stream()
            .limit(SHOWN)
            .map(
                app ->
                    "<p><button name=account value='%s'>%s</button> <code>%s</code></p>"
                        .formatted(
                            Html.escape(app.appid()),
                            Html.escape(app.setup.name()),
                            Html.escape(app.appid())))
            .collect(Collectors.joining());
    String rest = choice.size() > SHOWN ? "<p>… " + choice.size() + "</p>" : "";
    return "<h1>%s</h1><p>申请获得你的公众号或小程序的授权。点击账号，等同于管理员扫码确认。<br>"
            .formatted(Html.escape(component.setup.name()))
        + "asks to act for an account. A button plays the scan of that account's administrator.</p>"
        + "<form method=post action='%s'>%s</form>%s"
            .formatted(Html.escape(request.target()), buttons, rest);
  }
}
