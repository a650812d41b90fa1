package io.lingpai.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.app.App;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.Caller;
import io.lingpai.server.access.Grant;
import io.lingpai.server.access.Need;
import io.lingpai.server.api.Metrics;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Query;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.wire.Bearers.Bearer;
import io.lingpai.server.wire.WireCalls.Note;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a third-party platform's SDK asks for and is answered here: its own token, its accounts'
 * tokens, and the exchange of a code. The tokens are virtual, and refresh tokens are {@link
 * Handles}: neither the pushed ticket nor anything that outlives a key leaves.
 */
public final class WechatPlatformWire {

  private static final String PLATFORM = "wechat-component";
  private static final String BENEATH = "/cgi-bin/component/";
  private static final Pattern SET = Pattern.compile("[0-9]{1,9}");
  private static final Pattern CODE = Pattern.compile("^(-?[0-9]{1,6})\\b");

  private final Bearers bearers;
  private final VirtualTokens virtual;
  private final Handles handles;
  private final BiFunction<App, Secret, Finding<App>> redeeming;
  private final WireCalls calls;

  /**
   * @param redeeming exchanges a platform's code for the account that agreed, and stores what came
   *     with it; may block
   */
  public WechatPlatformWire(
      Bearers bearers,
      VirtualTokens virtual,
      Handles handles,
      BiFunction<App, Secret, Finding<App>> redeeming,
      Metrics metrics) {
    this.bearers = bearers;
    this.virtual = virtual;
    this.handles = handles;
    this.redeeming = redeeming;
    this.calls = new WireCalls(metrics, WechatShape::code, WechatShape::answer);
  }

  /** The calls, beneath a prefix that may be empty. */
  public List<Route> routes(String prefix) {
    return Stream.of(
            both(prefix, "api_component_token", this::ownToken),
            both(prefix, "api_authorizer_token", this::accountToken),
            both(prefix, "api_query_auth", this::redeem))
        .flatMap(List::stream)
        .toList();
  }

  private List<Route> both(String prefix, String name, Call call) {
    String address = prefix + BENEATH + name;
    return List.of(
        calls.route(
            "POST",
            address,
            (request, note) ->
                call.answer(new Asked(request, WechatWire.body(request), name, note))),
        calls.refused("GET", address, WireRefusal.postOnly()));
  }

  /** One request, read. */
  private record Asked(Request request, ObjectNode given, String name, Note note) {

    String required(String field, int missing) {
      JsonNode value = given.get(field);
      if (value == null || !value.isTextual() || value.textValue().isEmpty()) {
        throw WireRefusal.missing(missing, field);
      }
      return value.textValue();
    }

    Need need(App known) {
      return new Need(Grant.Action.PROXY, known.name(), (BENEATH + name).substring(1));
    }
  }

  @FunctionalInterface
  private interface Call {
    String answer(Asked asked);
  }

  /** The ticket that an SDK sends, if it ever saw one, is not looked at: ours is newer. */
  private String ownToken(Asked asked) {
    String id = asked.required("component_appid", 41002);
    String key = asked.required("component_appsecret", 41004);
    Caller caller = Objects.requireNonNull(bearers.ofKey(key, asked.request.peer(), true));
    asked.note.by(caller);
    App platform = Objects.requireNonNull(bearers.app(caller, id, "wechat-", true));
    asked.note.about(platform);
    if (!platform.platform().equals(PLATFORM)) {
      throw WireRefusal.invalidAppid();
    }
    if (!caller.mayAny(Grant.Action.PROXY, platform.name())) {
      throw WireRefusal.unauthorized();
    }
    return "{\"component_access_token\":"
        + Json.revealed(virtual.issue(caller.keyId(), platform.name()))
        + ",\"expires_in\":"
        + virtual.lifeFor(caller.expiresAt())
        + "}";
  }

  private String accountToken(Asked asked) {
    Bearer platform = platform(asked);
    String account = asked.required("authorizer_appid", 41002);
    String handle = asked.required("authorizer_refresh_token", 41003);
    App app = account(platform.app(), account);
    if (!handles.is(handle, platform.app().name(), account)) {
      throw new WireRefusal(61023, "refresh_token is invalid");
    }
    return "{" + tokens(platform.caller(), platform.app(), app) + "}";
  }

  private String redeem(Asked asked) {
    Bearer platform = platform(asked);
    String code = asked.required("authorization_code", 41008);
    App app =
        switch (redeeming.apply(platform.app(), Secret.of(code))) {
          case Finding.Found<App>(App found) -> found;
          case Finding.NotThisOne<App>(VendorError why) -> throw refused(why, 61009);
          case Finding.AppRefused<App>(VendorError why) -> throw refused(why, -1);
          case Finding.TooMany<App>(VendorError why, Duration wait) -> throw refused(why, 45009);
          case Finding.TokenDead<App>(VendorError why) -> throw refused(why, -1);
          case Finding.Unavailable<App>(VendorError why, boolean maybe) -> throw refused(why, -1);
        };
    return "{\"authorization_info\":{\"authorizer_appid\":"
        + Json.text(app.vendorId())
        + ","
        + tokens(platform.caller(), platform.app(), app)
        + ",\"func_info\":["
        + Arrays.stream(app.setting("permission_sets", "").split(","))
            .filter(set -> SET.matcher(set).matches())
            .map(set -> "{\"funcscope_category\":{\"id\":" + set + "}}")
            .collect(Collectors.joining(","))
        + "]}}";
  }

  /** The fields that both answers about an account have. */
  private String tokens(Caller caller, App platform, App account) {
    if (!caller.mayAny(Grant.Action.PROXY, account.name())) {
      throw WireRefusal.unauthorized();
    }
    return "\"authorizer_access_token\":"
        + Json.revealed(virtual.issue(caller.keyId(), account.name()))
        + ",\"expires_in\":"
        + virtual.lifeFor(caller.expiresAt())
        + ",\"authorizer_refresh_token\":"
        + Json.text(handles.of(platform.name(), account.vendorId()));
  }

  /** The platform whose token stands in the query, under either of its names. */
  private Bearer platform(Asked asked) {
    Map<String, String> query = Query.all(asked.request.query());
    String own = query.getOrDefault("component_access_token", "");
    String other = query.getOrDefault("access_token", "");
    if (own.isEmpty() == other.isEmpty()) {
      throw own.isEmpty() ? WireRefusal.missing(41001, "access_token") : WireRefusal.ambiguous();
    }
    Bearer bearer =
        Objects.requireNonNull(
            bearers.ofToken(own.isEmpty() ? other : own, asked.request.peer(), true));
    asked.note.by(bearer.caller());
    asked.note.about(bearer.app());
    if (!bearer.app().platform().equals(PLATFORM)) {
      throw WireRefusal.deadToken();
    }
    String id = asked.required("component_appid", 41002);
    if (!id.equals(bearer.app().vendorId())) {
      throw WireRefusal.invalidAppid();
    }
    if (!bearer.caller().may(asked.need(bearer.app()))) {
      throw WireRefusal.unauthorized();
    }
    return bearer;
  }

  /** An account of this platform, by the vendor's id. */
  private App account(App platform, String account) {
    return Objects.requireNonNull(bearers.account(platform, account, true));
  }

  /** The vendor's own number, where it gave one. */
  private static WireRefusal refused(VendorError why, int otherwise) {
    @Nullable Integer code = number(why.code().isEmpty() ? why.message() : why.code());
    return new WireRefusal(code == null ? otherwise : code, why.message());
  }

  private static @Nullable Integer number(String text) {
    Matcher matcher = CODE.matcher(text);
    return matcher.find() ? Integer.valueOf(matcher.group(1)) : null;
  }
}
