package io.lingpai.server.access;

import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import io.lingpai.server.problem.Sort;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Judges the {@code Authorization} header. What it refuses it explains: whether nothing arrived,
 * something malformed, or a key nobody knows; it never repeats a key.
 */
public final class Authorization {

  static final String NOTHING_ARRIVED =
      "no Authorization header arrived; if the caller sent one, a proxy in between dropped it:"
          + " nginx needs `proxy_set_header Authorization $http_authorization;`,"
          + " Apache `CGIPassAuth On` (or `SetEnvIf Authorization \"(.*)\""
          + " HTTP_AUTHORIZATION=$1`), PHP-FPM behind nginx"
          + " `fastcgi_param HTTP_AUTHORIZATION $http_authorization;`";

  private static final String APP = "app";

  private final KeyRing ring;
  private final Consumer<String> hearingOf;

  /**
   * @param hearingOf sees to it that an app which another node has taken in is known here, before
   *     it is judged who may use it; may block
   */
  public Authorization(KeyRing ring, Consumer<String> hearingOf) {
    this.ring = ring;
    this.hearingOf = hearingOf;
  }

  /** A gate for calls that need a grant. */
  public Route.Gate needs(Function<Request, Need> need) {
    return request -> {
      Caller caller = identified(request);
      require(caller, need.apply(request));
      request.caller(caller);
    };
  }

  /** A gate for calls that any valid key may make, and that judge further themselves. */
  public Route.Gate anyKey() {
    return request -> request.caller(identified(request));
  }

  private Caller identified(Request request) {
    Caller caller = caller(request);
    if (request.names(APP)) {
      hearingOf.accept(request.variable(APP));
    }
    return caller;
  }

  public static void require(Caller caller, Need need) {
    if (!caller.may(need)) {
      throw Problem.notAllowed(need.toString()).refusal();
    }
  }

  /** The caller from memory alone, or null where only the store can tell. Does not block. */
  public @Nullable Caller quickly(Request request) {
    String key = key(request);
    return KeyText.id(key)
        .flatMap(id -> ring.known(key, id))
        .filter(caller -> caller.networks().allow(request.peer()))
        .orElse(null);
  }

  /** Whether a caller who was let in may still do this: its key lives. Does not block. */
  public boolean still(Caller caller, Need need) {
    return ring.holder(caller.keyId()).filter(now -> now.may(need)).isPresent();
  }

  private Caller caller(Request request) {
    String key = key(request);
    String id = KeyText.id(key).orElseThrow(() -> malformed(key));
    Optional<Caller> caller = ring.find(key, id);
    if (caller.isPresent()) {
      return inPlace(caller.get(), request);
    }
    throw unauthenticated(
        ring.expired(key, id)
            ? "a key arrived that has expired"
            : "a well-formed key arrived, but it is unknown or revoked");
  }

  private static Caller inPlace(Caller caller, Request request) {
    if (!caller.networks().allow(request.peer())) {
      throw Problem.of(
              Sort.NOT_ALLOWED, "the key may not be used from the address " + request.peer())
          .refusal();
    }
    return caller;
  }

  private static String key(Request request) {
    List<String> headers = request.headers("authorization");
    if (headers.isEmpty()) {
      throw unauthenticated(NOTHING_ARRIVED);
    }
    if (headers.size() > 1) {
      throw unauthenticated(headers.size() + " Authorization headers arrived; send exactly one");
    }
    String header = headers.getFirst().strip();
    if (header.isEmpty()) {
      throw unauthenticated(
          "an empty Authorization header arrived; expected `Authorization: Bearer lpk_…`. "
              + NOTHING_ARRIVED.substring(NOTHING_ARRIVED.indexOf("if the caller")));
    }
    return afterScheme(header);
  }

  private static String afterScheme(String header) {
    int blank = header.indexOf(' ');
    String scheme = blank < 0 ? header : header.substring(0, blank);
    if (scheme.equalsIgnoreCase("bearer")) {
      if (blank < 0) {
        throw unauthenticated("`Bearer` arrived without a key after it");
      }
      return header.substring(blank + 1).strip();
    }
    if (header.startsWith(KeyText.PREFIX)) {
      throw unauthenticated("a key arrived without `Bearer ` before it");
    }
    boolean known = scheme.equalsIgnoreCase("basic") || scheme.equalsIgnoreCase("digest");
    throw unauthenticated(
        "another scheme arrived"
            + (known ? " (" + scheme + ")" : "")
            + "; expected `Authorization: Bearer lpk_…`");
  }

  private static Refusal malformed(String key) {
    return unauthenticated(
        "a malformed key arrived: " + KeyText.complaint(key).orElse("not `lpk_<id>_<secret>`"));
  }

  private static Refusal unauthenticated(String detail) {
    return Problem.of(Sort.UNAUTHENTICATED, detail).refusal();
  }
}
