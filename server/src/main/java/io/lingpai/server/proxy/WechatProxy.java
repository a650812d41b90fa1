package io.lingpai.server.proxy;

import io.lingpai.app.App;
import io.lingpai.credential.CredentialKey;
import io.lingpai.secret.Secret;
import io.lingpai.secret.Vault;
import io.lingpai.server.access.Caller;
import io.lingpai.server.access.Grant;
import io.lingpai.server.access.Need;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Origin;
import io.lingpai.server.http.Outgoing;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.proxy.Dispatch.Who;
import io.lingpai.server.proxy.Parameters.Parameter;
import io.lingpai.server.wire.Bearers;
import io.lingpai.server.wire.Bearers.Bearer;
import io.lingpai.server.wire.Handles;
import io.lingpai.server.wire.WechatShape;
import io.lingpai.server.wire.WireRefusal;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything of {@code api.weixin.qq.com} that is not answered here. Who calls and for what is
 * judged from memory on the event loop; only where the store or a vendor must be asked first does a
 * call take the longer way.
 */
public final class WechatProxy {

  private static final String TOKEN = "access_token";
  private static final String PLATFORM_TOKEN = "component_access_token";
  private static final String PLATFORM = "wechat-component";
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  private final Dialect dialect = new WechatDialect();
  private final Origin vendor;
  private final String base;
  private final Dispatch dispatch;
  private final Bearers bearers;
  private final Handles handles;
  private final UserTokens userTokens;

  /**
   * @param host which may have a path
   */
  public WechatProxy(URI host, Dispatch dispatch, Bearers bearers, Handles handles, Vault vault) {
    this.vendor = Origin.of(host);
    this.base = Origin.base(host);
    this.dispatch = dispatch;
    this.bearers = bearers;
    this.handles = handles;
    this.userTokens = new UserTokens(vault);
  }

  /** Whatever is beneath a prefix, which may be empty. */
  public List<Route> routes(String prefix) {
    return METHODS.stream()
        .map(
            method -> Route.passing(method, prefix + "/{path...}", this::quickly, this::takingTime))
        .toList();
  }

  private @Nullable Answer quickly(Request request) {
    return answer(request, false);
  }

  private Answer takingTime(Request request) {
    Answer answer = answer(request, true);
    if (answer == null) {
      throw new IllegalStateException("undecided though the store was asked");
    }
    return answer;
  }

  /** Null where something must be waited for that may not be. */
  private @Nullable Answer answer(Request request, boolean mayBlock) {
    Who who = new Who();
    try {
      VendorCall call = call(new Asked(request, mayBlock), who);
      return call == null ? null : new Answer.Passed(call);
    } catch (RuntimeException e) {
      dispatch.refused(who, WechatShape.code(e));
      return WechatShape.answer(request, e);
    }
  }

  /** A request, taken apart as far as it is the same for all. */
  private record Asked(
      Request request, boolean mayBlock, String path, Treatment treatment, Parameters query) {

    Asked(Request request, boolean mayBlock) {
      this(request, mayBlock, "/" + request.variable("path"));
    }

    private Asked(Request request, boolean mayBlock, String path) {
      this(request, mayBlock, path, WechatPaths.treatment(path), Parameters.of(request.query()));
    }

    String peer() {
      return request.peer();
    }
  }

  private @Nullable VendorCall call(Asked asked, Who who) {
    return switch (asked.treatment) {
      case FOR_PLATFORM, FOR_PLATFORM_OR_ACCOUNT, ANSWER_WITH_HANDLES -> asPlatform(asked, who);
      case ON_BEHALF, ON_BEHALF_GIVES_USER_TOKENS, ON_BEHALF_RENEWS_USER_TOKENS ->
          onBehalf(asked, who);
      case PASSED_ON, GRANTED_BY_NAME, ANSWER_CLEANED -> withToken(asked, who);
      default -> ofAnAccount(asked, who);
    };
  }

  /** Calls that no platform's token has a part in. */
  private @Nullable VendorCall ofAnAccount(Asked asked, Who who) {
    if (asked.query.find(PLATFORM_TOKEN) != null) {
      throw WireRefusal.unauthorized();
    }
    return switch (asked.treatment) {
      case WITH_SECRET, GIVES_USER_TOKENS -> withSecret(asked, who);
      case WITH_USER_TOKEN -> withUserToken(asked, who, "access_token", 41001);
      case RENEWS_USER_TOKENS -> withUserToken(asked, who, "refresh_token", 41003);
      default -> throw WireRefusal.unauthorized();
    };
  }

  private @Nullable VendorCall asPlatform(Asked asked, Who who) {
    Parameter token = tokenByEitherName(asked);
    Bearer bearer = bearers.ofToken(token.value(), asked.peer(), asked.mayBlock);
    if (bearer == null) {
      return null;
    }
    if (!bearer.app().platform().equals(PLATFORM)
        && asked.treatment == Treatment.FOR_PLATFORM_OR_ACCOUNT) {
      return withToken(asked, who);
    }
    permitPlatform(asked, bearer, who);
    boolean handles = asked.treatment == Treatment.ANSWER_WITH_HANDLES;
    return platformCall(
        asked,
        bearer,
        token,
        Map.of(),
        handles ? answer -> this.handles.in(answer, bearer.app().name()) : null,
        true);
  }

  private @Nullable VendorCall onBehalf(Asked asked, Who who) {
    Parameter token = tokenByEitherName(asked);
    Parameter appid = asked.query.required("appid", 41002, "appid");
    Bearer bearer = bearers.ofToken(token.value(), asked.peer(), asked.mayBlock);
    if (bearer == null) {
      return null;
    }
    permitPlatform(asked, bearer, who);
    App account = bearers.account(bearer.app(), appid.value(), asked.mayBlock);
    if (account == null) {
      return null;
    }
    Bearer forAccount = new Bearer(bearer.caller(), account);
    permit(asked, forAccount, who);
    if (asked.treatment == Treatment.ON_BEHALF) {
      return platformCall(asked, bearer, token, Map.of(), null, false);
    }
    if (asked.treatment == Treatment.ON_BEHALF_GIVES_USER_TOKENS) {
      return platformCall(asked, bearer, token, Map.of(), sealing(forAccount), false);
    }
    if (!asked.mayBlock) {
      return null;
    }
    return platformCall(
        asked, bearer, token, opened(asked, forAccount), sealing(forAccount), false);
  }

  /**
   * A user's refresh token, sealed to this caller in this account's name. Any other is refused as
   * the vendor refuses it: SDKs take 40001 here for the platform's own token, and ask without end.
   */
  private Map<Parameter, Secret> opened(Asked asked, Bearer bearer) {
    Parameter token = asked.query.required("refresh_token", 41003, "refresh_token");
    try {
      UserTokens.Sealed sealed = UserTokens.read(token.value());
      if (sealed.keyId().equals(bearer.caller().keyId())
          && sealed.app().equals(bearer.app().name())) {
        return Map.of(token, userTokens.open("refresh_token", sealed));
      }
    } catch (WireRefusal notOurs) {
      // Told below.
    }
    throw new WireRefusal(40030, "invalid refresh_token");
  }

  private @Nullable VendorCall platformCall(
      Asked asked,
      Bearer bearer,
      Parameter token,
      Map<Parameter, Secret> beside,
      @Nullable UnaryOperator<byte[]> rewriting,
      boolean repeatable) {
    CredentialKey key = new CredentialKey(bearer.app().name(), PLATFORM_TOKEN);
    Secret current = dispatch.current(key, asked.mayBlock);
    if (current == null) {
      return null;
    }
    Function<Secret, Outgoing> with =
        value -> outgoing(asked, and(beside, token, value), rewriting != null, value);
    return begun(
        asked,
        bearer,
        with.apply(current),
        dispatch.tokened(key, bearer, asked.path, with),
        rewriting,
        repeatable);
  }

  private static Map<Parameter, Secret> and(
      Map<Parameter, Secret> beside, Parameter token, Secret value) {
    Map<Parameter, Secret> all = new HashMap<>(beside);
    all.put(token, value);
    return all;
  }

  /** The vendor takes it under either name. */
  private static Parameter tokenByEitherName(Asked asked) {
    Parameter own = asked.query.find(PLATFORM_TOKEN);
    if (own == null) {
      return asked.query.required(TOKEN, 41001, "access_token");
    }
    if (asked.query.find(TOKEN) != null) {
      throw WireRefusal.ambiguous();
    }
    return own;
  }

  private static void permitPlatform(Asked asked, Bearer bearer, Who who) {
    permit(asked, bearer, who);
    if (!bearer.app().platform().equals(PLATFORM)) {
      throw WireRefusal.unauthorized();
    }
  }

  private @Nullable VendorCall withToken(Asked asked, Who who) {
    Parameter token = tokenByEitherName(asked);
    Bearer bearer = bearers.ofToken(token.value(), asked.peer(), asked.mayBlock);
    if (bearer == null) {
      return null;
    }
    permit(asked, bearer, who);
    if (token.name().equals(PLATFORM_TOKEN) && !bearer.app().platform().equals(PLATFORM)) {
      throw WireRefusal.unauthorized();
    }
    CredentialKey key = tokenOf(bearer.app());
    Secret current = dispatch.current(key, asked.mayBlock);
    if (current == null) {
      return null;
    }
    boolean cleaned = asked.treatment == Treatment.ANSWER_CLEANED;
    Function<Secret, Outgoing> with =
        value -> outgoing(asked, Map.of(token, value), cleaned, value);
    return begun(
        asked,
        bearer,
        with.apply(current),
        dispatch.tokened(key, bearer, asked.path, with),
        cleaned ? Incidents::cleaned : null,
        true);
  }

  private @Nullable VendorCall withSecret(Asked asked, Who who) {
    Parameter appid = asked.query.required("appid", 41002, "appid");
    Parameter secret = asked.query.required("secret", 41004, "appsecret");
    Caller caller = bearers.ofKey(secret.value(), asked.peer(), asked.mayBlock);
    if (caller == null) {
      return null;
    }
    App app = bearers.app(caller, appid.value(), "wechat-", asked.mayBlock);
    if (app == null) {
      return null;
    }
    Bearer bearer = new Bearer(caller, app);
    permit(asked, bearer, who);
    Map<Parameter, Secret> values = new HashMap<>();
    values.put(secret, bearer.app().secret("secret").orElseThrow(WireRefusal::unauthorized));
    // Some SDKs add the app's token here, where nobody needs it.
    Parameter token = asked.query.find(TOKEN);
    if (token != null) {
      Secret current = tokenBeside(asked, bearer, token);
      if (current == null) {
        return null;
      }
      values.put(token, current);
    }
    boolean sealed = asked.treatment == Treatment.GIVES_USER_TOKENS;
    return begun(
        asked,
        bearer,
        outgoing(asked, values, sealed, null),
        null,
        sealed ? sealing(bearer) : null,
        false);
  }

  private @Nullable Secret tokenBeside(Asked asked, Bearer bearer, Parameter token) {
    Bearer its = bearers.ofToken(token.value(), asked.peer(), asked.mayBlock);
    if (its == null) {
      return null;
    }
    boolean same =
        its.app().name().equals(bearer.app().name())
            && its.caller().keyId().equals(bearer.caller().keyId());
    if (!same) {
      throw WireRefusal.deadToken();
    }
    return dispatch.current(tokenOf(bearer.app()), asked.mayBlock);
  }

  private @Nullable VendorCall withUserToken(Asked asked, Who who, String field, int missing) {
    Parameter token = asked.query.required(field, missing, field);
    UserTokens.Sealed sealed = UserTokens.read(token.value());
    if (!asked.mayBlock) {
      return null;
    }
    Secret opened = userTokens.open(field, sealed);
    Bearer bearer = bearers.of(sealed.keyId(), sealed.app(), asked.peer(), true);
    if (bearer == null) {
      return null;
    }
    permit(asked, bearer, who);
    boolean renews = asked.treatment == Treatment.RENEWS_USER_TOKENS;
    return begun(
        asked,
        bearer,
        outgoing(asked, Map.of(token, opened), renews, null),
        null,
        renews ? sealing(bearer) : null,
        !renews);
  }

  private UnaryOperator<byte[]> sealing(Bearer bearer) {
    return answer -> userTokens.sealedIn(answer, bearer.caller().keyId(), bearer.app().name());
  }

  private Outgoing outgoing(
      Asked asked, Map<Parameter, Secret> values, boolean plainAnswer, @Nullable Secret token) {
    if (asked.query.carriesKeyBeside(values.keySet())) {
      throw WireRefusal.ambiguous();
    }
    return new Outgoing(
        vendor, asked.query.target(base + asked.path, values), Map.of(), null, plainAnswer, token);
  }

  /** The call is made from here on, and counts. */
  private VendorCall begun(
      Asked asked,
      Bearer bearer,
      Outgoing first,
      VendorCall.@Nullable Tokened tokened,
      @Nullable UnaryOperator<byte[]> rewriting,
      boolean repeatable) {
    return dispatch.begun(
        dialect, asked.request, asked.path, bearer, first, tokened, rewriting, repeatable);
  }

  private static void permit(Asked asked, Bearer bearer, Who who) {
    who.is(bearer);
    if (!bearer.app().platform().startsWith("wechat-")) {
      throw WireRefusal.deadToken();
    }
    Need need = new Need(Grant.Action.PROXY, bearer.app().name(), asked.path.substring(1));
    boolean may =
        asked.treatment == Treatment.GRANTED_BY_NAME
            ? bearer.caller().mayByName(need)
            : bearer.caller().may(need);
    if (!may) {
      throw WireRefusal.unauthorized();
    }
  }

  /**
   * A platform has another token than an account, and calls with it, say for its code templates.
   */
  private static CredentialKey tokenOf(App app) {
    return new CredentialKey(app.name(), app.platform().equals(PLATFORM) ? PLATFORM_TOKEN : TOKEN);
  }
}
