package io.lingpai.server.proxy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.app.App;
import io.lingpai.credential.CredentialKey;
import io.lingpai.platform.ErrorTable.Sort;
import io.lingpai.secret.Secret;
import io.lingpai.secret.Vault;
import io.lingpai.server.access.Caller;
import io.lingpai.server.access.Grant;
import io.lingpai.server.access.Need;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Origin;
import io.lingpai.server.http.Outgoing;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.http.Spliced;
import io.lingpai.server.proxy.BodyFields.Field;
import io.lingpai.server.proxy.Dispatch.Who;
import io.lingpai.server.wire.Bearers;
import io.lingpai.server.wire.Bearers.Bearer;
import io.lingpai.server.wire.DingTalkShape;
import io.lingpai.server.wire.WireRefusal;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Everything of one of DingTalk's hosts that is not answered here. */
public final class DingTalkProxy {

  private static final String PLATFORM = "dingtalk";
  private static final String TOKEN = "access_token";
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  /** Calls that carry the app's secret in their bodies, and a token nowhere. */
  private static final List<String> BY_SECRET =
      List.of("/v1.0/oauth2/userAccessToken", "/v1.0/gateway/connections/open");

  private final Origin vendor;
  private final String base;
  private final DingTalkShape shape;
  private final Dialect dialect;
  private final Dispatch dispatch;
  private final Bearers bearers;
  private final UserTokens userTokens;

  /**
   * @param host which may have a path
   * @param sorts what follows from a code of the vendor's
   */
  public DingTalkProxy(
      URI host,
      DingTalkShape shape,
      Function<String, Sort> sorts,
      Dispatch dispatch,
      Bearers bearers,
      Vault vault) {
    this.vendor = Origin.of(host);
    this.base = Origin.base(host);
    this.shape = shape;
    this.dialect = new DingTalkDialect(shape, sorts);
    this.dispatch = dispatch;
    this.bearers = bearers;
    this.userTokens = new UserTokens(vault);
  }

  /** Whatever is beneath a prefix, which may be empty. */
  public List<Route> routes(String prefix) {
    List<Route> routes = new ArrayList<>();
    for (String method : METHODS) {
      routes.add(
          Route.passing(
              method,
              prefix + "/{path...}",
              request -> answer(request, who -> byToken(asked(request, false), who)),
              request ->
                  Objects.requireNonNull(
                      answer(request, who -> byToken(asked(request, true), who)))));
    }
    if (shape == DingTalkShape.NEWER) {
      for (String path : BY_SECRET) {
        routes.add(
            Route.open(
                "POST",
                prefix + path,
                request ->
                    Objects.requireNonNull(
                        answer(request, who -> bySecret(asked(request, path, true), who)))));
      }
    }
    return routes;
  }

  /** Null where something must be waited for that may not be. */
  private @Nullable Answer answer(Request request, Function<Who, @Nullable VendorCall> asking) {
    Who who = new Who();
    try {
      VendorCall call = asking.apply(who);
      return call == null ? null : new Answer.Passed(call);
    } catch (RuntimeException e) {
      dispatch.refused(who, DingTalkShape.code(e));
      return shape.answer(request, e);
    }
  }

  /** A request, taken apart as far as it is the same for all. */
  private record Asked(
      Request request, boolean mayBlock, String path, Treatment treatment, Parameters query) {
    String peer() {
      return request.peer();
    }
  }

  private static Asked asked(Request request, boolean mayBlock) {
    return asked(request, "/" + request.variable("path"), mayBlock);
  }

  private static Asked asked(Request request, String path, boolean mayBlock) {
    return new Asked(
        request, mayBlock, path, DingTalkPaths.treatment(path), Parameters.of(request.query()));
  }

  private @Nullable VendorCall byToken(Asked asked, Who who) {
    boolean passes =
        switch (asked.treatment) {
          case PASSED_ON, GRANTED_BY_NAME, ANSWER_CLEANED -> true;
          default -> false;
        };
    if (!passes) {
      throw WireRefusal.unauthorized();
    }
    TokenPlace place = TokenPlace.in(asked.request, asked.query, shape);
    if (place.value().startsWith(UserTokens.PREFIX)) {
      return byUserToken(asked, place, who);
    }
    Bearer bearer = bearers.ofToken(place.value(), asked.peer(), asked.mayBlock);
    if (bearer == null) {
      return null;
    }
    permit(asked, bearer, asked.treatment == Treatment.GRANTED_BY_NAME, who);
    CredentialKey key = new CredentialKey(bearer.app().name(), TOKEN);
    Secret current = dispatch.current(key, asked.mayBlock);
    if (current == null) {
      return null;
    }
    boolean cleaned = asked.treatment == Treatment.ANSWER_CLEANED;
    Function<Secret, Outgoing> with = value -> outgoing(asked, place, value, cleaned, value);
    return begun(
        asked,
        bearer,
        with.apply(current),
        dispatch.tokened(key, bearer, asked.path, with),
        cleaned ? DingTalkProxy::cleaned : null,
        true);
  }

  /** A person's token, which was sealed to the key that it was given to. */
  private @Nullable VendorCall byUserToken(Asked asked, TokenPlace place, Who who) {
    if (shape == DingTalkShape.OLDER) {
      throw WireRefusal.deadToken();
    }
    UserTokens.Sealed sealed = UserTokens.read(place.value());
    if (!asked.mayBlock) {
      return null;
    }
    Secret opened = userTokens.open("accessToken", sealed);
    Bearer bearer =
        Objects.requireNonNull(bearers.of(sealed.keyId(), sealed.app(), asked.peer(), true));
    permit(asked, bearer, asked.treatment == Treatment.GRANTED_BY_NAME, who);
    return begun(asked, bearer, outgoing(asked, place, opened, false, null), null, null, true);
  }

  private VendorCall bySecret(Asked asked, Who who) {
    BodyFields fields = BodyFields.of(asked.request.body());
    Field id = fields.required("clientId", 41002);
    Field secret = fields.required("clientSecret", 41004);
    Caller caller = Objects.requireNonNull(bearers.ofKey(secret.value(), asked.peer(), true));
    App app = Objects.requireNonNull(bearers.app(caller, id.value(), PLATFORM, true));
    Bearer bearer = new Bearer(caller, app);
    boolean seals = asked.treatment == Treatment.GIVES_USER_TOKENS;
    permit(asked, bearer, !seals, who);
    Map<Field, Secret> values = new HashMap<>();
    values.put(secret, bearer.app().secret("app_secret").orElseThrow(WireRefusal::unauthorized));
    if (seals && fields.has("refreshToken")) {
      Field token = fields.required("refreshToken", 41001);
      values.put(token, refreshToken(token.value(), bearer));
    }
    Outgoing outgoing =
        new Outgoing(
            vendor,
            asked.query.target(base + asked.path, Map.of()),
            Map.of(),
            fields.with(values),
            seals,
            null);
    return begun(asked, bearer, outgoing, null, seals ? sealing(bearer) : null, false);
  }

  private Secret refreshToken(String text, Bearer bearer) {
    UserTokens.Sealed sealed = UserTokens.read(text);
    boolean own =
        sealed.keyId().equals(bearer.caller().keyId()) && sealed.app().equals(bearer.app().name());
    if (!own) {
      throw WireRefusal.deadToken();
    }
    return userTokens.open("refreshToken", sealed);
  }

  private UnaryOperator<byte[]> sealing(Bearer bearer) {
    return answer -> userTokens.sealedIn(answer, bearer.caller().keyId(), bearer.app().name());
  }

  private static byte[] cleaned(byte[] answer) {
    ObjectNode fields = Json.object(answer);
    for (String name : List.of("token", "aes_key")) {
      if (fields.has(name)) {
        fields.put(name, "***");
      }
    }
    return Json.bytes(fields);
  }

  private Outgoing outgoing(
      Asked asked, TokenPlace place, Secret value, boolean plainAnswer, @Nullable Secret token) {
    var parameters = place.parameters(value);
    if (asked.query.carriesKeyBeside(parameters.keySet())) {
      throw WireRefusal.ambiguous();
    }
    Spliced target = asked.query.target(base + asked.path, parameters);
    return new Outgoing(vendor, target, place.headers(value), null, plainAnswer, token);
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

  private static void permit(Asked asked, Bearer bearer, boolean byName, Who who) {
    who.is(bearer);
    App app = bearer.app();
    if (!app.platform().equals(PLATFORM)) {
      throw WireRefusal.deadToken();
    }
    Need need = new Need(Grant.Action.PROXY, app.name(), asked.path.substring(1));
    if (!(byName ? bearer.caller().mayByName(need) : bearer.caller().may(need))) {
      throw WireRefusal.unauthorized();
    }
  }
}
