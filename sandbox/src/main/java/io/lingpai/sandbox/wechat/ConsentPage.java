package io.lingpai.sandbox.wechat;

import io.lingpai.sandbox.http.Answer;
import io.lingpai.sandbox.http.Html;
import io.lingpai.sandbox.http.Request;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code open.weixin.qq.com/connect/oauth2/authorize}: the page inside WeChat where a user lets a
 * web page know him. Here one chooses which user to be. {@code snsapi_base} asks nobody and sends
 * the first user straight on, or the one named by an extra parameter {@code sandbox_user}.
 */
final class ConsentPage {
  static final String PATH = "/connect/oauth2/authorize";
  private static final Pattern STATE = Pattern.compile("[a-zA-Z0-9]{0,128}");
  private static final Set<String> SCOPES = Set.of("snsapi_base", "snsapi_userinfo");
  private static final String ACTING = "sandbox_user";

  private final World world;

  ConsentPage(World world) {
    this.world = world;
  }

  Answer answer(Request request, Instant now) {
    try {
      return request.method().equals("POST") ? decided(request, now) : shown(request, now);
    } catch (Refusal wrong) {
      String page = "<h1>" + wrong.code() + "</h1><p>" + Html.escape(wrong.text()) + "</p>";
      return Html.page("en", "WeChat", page).counted(wrong.code());
    }
  }

  private Answer shown(Request request, Instant now) {
    App app = appOf(request);
    String scope = request.query().getOrDefault("scope", "");
    check(app, request, scope);
    Optional<String> acting = request.parameter(ACTING);
    if (acting.isPresent() || scope.equals("snsapi_base")) {
      String openid =
          acting.orElseGet(
              () ->
                  app.followers.all().stream()
                      .findFirst()
                      .orElseThrow(() -> new Refusal(40003))
                      .openid);
      return goBack(request, Optional.of(code(app, openid, scope, now)));
    }
    return Html.page("zh-CN", app.setup.name(), question(app, request));
  }

  private Answer decided(Request request, Instant now) {
    App app = appOf(request);
    String scope = request.query().getOrDefault("scope", "");
    check(app, request, scope);
    return goBack(request, request.field("openid").map(user -> code(app, user, scope, now)));
  }

  private App appOf(Request request) {
    App app = world.apps.get(request.parameter("appid").orElseThrow(() -> new Refusal(41002)));
    if (app == null) {
      throw new Refusal(40013);
    }
    Optional<String> platform = request.parameter("component_appid");
    if (platform.isPresent()) {
      Optional.ofNullable(world.components.get(platform.get()))
          .orElseThrow(() -> new Refusal(61011))
          .of(app.appid());
    }
    return app;
  }

  private static void check(App app, Request request, String scope) {
    if (!request.query().getOrDefault("response_type", "").equals("code")) {
      throw new Refusal(40097, "response_type must be code");
    }
    if (!app.official() || !SCOPES.contains(scope)) {
      throw new Refusal(10005, "no permission for this scope");
    }
    if (!STATE.matcher(request.query().getOrDefault("state", "")).matches()) {
      throw new Refusal(40097, "state: at most 128 letters and digits");
    }
    String expected = app.setup.webDomain();
    Optional<String> host = request.parameter("redirect_uri").flatMap(ConsentPage::host);
    if (host.isEmpty() || (expected != null && !host.get().equals(expected))) {
      throw new Refusal(10003, "redirect_uri differs from the domain that was configured");
    }
  }

  private static Optional<String> host(String uri) {
    try {
      URI parsed = URI.create(uri);
      boolean web = "http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme());
      return web ? Optional.ofNullable(parsed.getHost()) : Optional.empty();
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  private String code(App app, String openid, String scope, Instant now) {
    if (app.followers.find(openid).isEmpty()) {
      throw new Refusal(40003);
    }
    return world.codes.issue(world.values, new UserCodes.Issued(app, openid, scope, now));
  }

  /** With a code after consent, with the state alone after refusal. */
  private static Answer goBack(Request request, Optional<String> code) {
    String uri = request.parameter("redirect_uri").orElseThrow();
    int hash = uri.indexOf('#');
    String fragment = hash < 0 ? "" : uri.substring(hash);
    String base = hash < 0 ? uri : uri.substring(0, hash);
    String added =
        code.map(value -> "code=" + encode(value) + "&").orElse("")
            + "state="
            + encode(request.query().getOrDefault("state", ""));
    // A platform that asked on the account's behalf is told which account it was.
    String whose =
        request.parameter("component_appid").isPresent()
            ? "&appid=" + encode(request.parameter("appid").orElse(""))
            : "";
    return Answer.found(base + (base.contains("?") ? "&" : "?") + added + whose + fragment);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String question(App app, Request request) {
    String users =
        app.followers.all().stream()
            .map(
                user ->
                    "<button name=openid value='%s'>%s</button> "
                        .formatted(Html.escape(user.openid), Html.escape(user.nickname)))
            .collect(Collectors.joining());
    return "<h1>%s</h1><p>申请获得你的公开信息（昵称、头像等）<br>asks for your name and picture</p>"
            .formatted(Html.escape(app.setup.name()))
        + "<form method=post action='%s'>%s<p><button class=quiet>拒绝 Refuse</button></p></form>"
            .formatted(Html.escape(request.target()), users);
  }
}
