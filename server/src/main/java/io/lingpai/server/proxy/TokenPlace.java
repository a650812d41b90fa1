package io.lingpai.server.proxy;

import io.lingpai.secret.Secret;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Spliced;
import io.lingpai.server.proxy.Parameters.Parameter;
import io.lingpai.server.wire.DingTalkShape;
import io.lingpai.server.wire.DingTalkWire;
import io.lingpai.server.wire.WireRefusal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where in a call to DingTalk the token stands. */
sealed interface TokenPlace {

  /** What was sent there. */
  String value();

  /** Parameters that another value replaces. */
  default Map<Parameter, Secret> parameters(Secret value) {
    return Map.of();
  }

  /** Headers that another value replaces. */
  default Map<String, Spliced> headers(Secret value) {
    return Map.of();
  }

  /** The older host's place. */
  record InQuery(Parameter parameter) implements TokenPlace {
    @Override
    public String value() {
      return parameter.value();
    }

    @Override
    public Map<Parameter, Secret> parameters(Secret value) {
      return Map.of(parameter, value);
    }
  }

  /** The newer host's places. */
  record InHeader(String name, String before, String value) implements TokenPlace {
    @Override
    public Map<String, Spliced> headers(Secret value) {
      return Map.of(name, Spliced.of(before).then(value));
    }

    @Override
    public String toString() {
      return "InHeader[" + name + "]";
    }
  }

  /**
   * The one place there is, on the host that was called.
   *
   * @throws WireRefusal if there is none, or one that the host does not look at, or several
   */
  static TokenPlace in(Request request, Parameters query, DingTalkShape host) {
    Parameter parameter = query.find("access_token");
    String own = only(request.headers(DingTalkWire.TOKEN_HEADER));
    String bearer = bearer(only(request.headers("authorization")));
    if (host == DingTalkShape.OLDER) {
      if (own != null) {
        throw WireRefusal.ambiguous();
      }
      return new InQuery(query.required("access_token", 41001, "access_token"));
    }
    if (parameter != null || (own != null && bearer != null)) {
      throw WireRefusal.ambiguous();
    }
    if (own != null) {
      return new InHeader(DingTalkWire.TOKEN_HEADER, "", own);
    }
    if (bearer != null) {
      return new InHeader("authorization", "Bearer ", bearer);
    }
    throw WireRefusal.missing(41001, "access_token");
  }

  private static @Nullable String only(List<String> values) {
    if (values.size() > 1) {
      throw WireRefusal.ambiguous();
    }
    return values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
  }

  /** A token of ours; anything else there is between us and the caller, and goes no further. */
  private static @Nullable String bearer(@Nullable String authorization) {
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
      return null;
    }
    String token = authorization.substring("bearer ".length()).strip();
    return token.startsWith("lpv_") || token.startsWith(UserTokens.PREFIX) ? token : null;
  }
}
