package io.lingpai.server.callback;

import io.lingpai.app.App;
import io.lingpai.callback.Correspondence;
import io.lingpai.callback.Opening;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.server.callback.Correspondents.Address;
import io.lingpai.server.callback.Tidings.Outcome;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Query;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import io.lingpai.server.problem.Sort;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where vendors call. Whatever is not authentic gets one and the same answer, so that a forger
 * learns nothing, not even which apps there are.
 */
final class CallbackCalls {

  private static final Logger LOG = LoggerFactory.getLogger(CallbackCalls.class);

  /** The vendor's own messages stay under 10 KiB. */
  private static final int BODY_AT_MOST = 256 * 1024;

  private static final int TOLD_A_MINUTE = 30;

  private static final String OWN = "/callbacks/{app}";
  private static final String AUTHORIZERS = "/callbacks/{app}/{account}";

  private final Correspondents correspondents;
  private final Gateway gateway;
  private final Tidings tidings;
  private final InstantSource clock;
  private final AtomicLong minuteTold = new AtomicLong();
  private final AtomicInteger toldThisMinute = new AtomicInteger();

  CallbackCalls(
      Correspondents correspondents, Gateway gateway, Tidings tidings, InstantSource clock) {
    this.correspondents = correspondents;
    this.gateway = gateway;
    this.tidings = tidings;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.open("GET", OWN, request -> greet(request, own(request))),
        post(OWN, request -> take(request, own(request))),
        Route.open("GET", AUTHORIZERS, request -> greet(request, authorizers(request))),
        post(AUTHORIZERS, request -> take(request, authorizers(request))));
  }

  private static Route post(String pattern, Route.Handler handler) {
    return new Route("POST", pattern, "", BODY_AT_MOST, request -> {}, null, handler);
  }

  private Address own(Request request) {
    return correspondents.address(request.variable("app"));
  }

  private Address authorizers(Request request) {
    return correspondents.address(request.variable("app"), request.variable("account"));
  }

  private Answer greet(Request request, Address address) {
    Optional<String> echo =
        correspondents.of(address.keys()).greet(Query.all(request.query()), clock.instant());
    if (echo.isEmpty()) {
      throw refused(address, "handshake");
    }
    tidings.arrived(name(address), Outcome.GREETED);
    return Answer.text(200, "text/plain; charset=utf-8", echo.get());
  }

  private Answer take(Request request, Address address) {
    long began = System.nanoTime();
    Map<String, String> query = Query.all(request.query());
    App keys = address.keys();
    Correspondence correspondence = correspondents.of(keys);
    return switch (correspondence.open(query, request.body(), clock.instant())) {
      case Opening.NotAuthentic not -> throw refused(address, not.why());
      case Opening.Unreadable unreadable -> {
        tidings.arrived(name(address), Outcome.UNREADABLE);
        throw Problem.malformed("body", "the body is not a message: " + unreadable.why()).refusal();
      }
      case Opening.Opened opened -> {
        if (keys == null) {
          throw refused(address, "nobody's");
        }
        yield taken(address, keys, opened, began);
      }
    };
  }

  private Answer taken(Address address, App keys, Opening.Opened opened, long began) {
    try {
      return reply(gateway.take(address, keys, opened, began));
    } catch (StoreUnavailable e) {
      tidings.arrived(name(address), Outcome.FAILED);
      throw e;
    }
  }

  private static Answer.Whole reply(String body) {
    String type =
        switch (body.charAt(0)) {
          case '<' -> "application/xml";
          case '{' -> "application/json";
          default -> "text/plain";
        };
    return new Answer.Whole(
        200,
        List.of("content-type", type + "; charset=utf-8"),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private Refusal refused(Address address, String why) {
    if (mayTell()) {
      LOG.warn("event=callback_refused app={} reason=\"{}\"", name(address), why);
    }
    tidings.arrived(name(address), Outcome.REFUSED);
    return Problem.of(Sort.NOT_ALLOWED, "this is not an authentic callback").refusal();
  }

  /** Anybody can be refused a thousand times a second; a few tell as much. */
  private boolean mayTell() {
    long minute = clock.instant().getEpochSecond() / 60;
    if (minuteTold.getAndSet(minute) != minute) {
      toldThisMinute.set(0);
    }
    return toldThisMinute.incrementAndGet() <= TOLD_A_MINUTE;
  }

  private static String name(Address address) {
    App app = address.app();
    return app == null ? "" : app.name();
  }
}
