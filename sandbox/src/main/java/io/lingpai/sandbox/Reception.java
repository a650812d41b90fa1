package io.lingpai.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.lingpai.sandbox.call.CallLog;
import io.lingpai.sandbox.fault.Fault;
import io.lingpai.sandbox.fault.FaultPlan;
import io.lingpai.sandbox.http.Answer;
import io.lingpai.sandbox.http.Json;
import io.lingpai.sandbox.http.Request;
import io.lingpai.sandbox.vendor.Vendor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes each request, lets its fault strike, and hands it to the vendor it is for. What a vendor
 * was asked is on record before the first byte of the answer leaves, so that a test may look at
 * once.
 */
final class Reception implements HttpHandler {
  private static final int LARGEST_BODY = 16 << 20;
  private static final String GARBAGE =
      "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1>"
          + "</center></body></html>";

  private final List<Vendor> vendors;
  private final Function<Request, Answer> control;
  private final FaultPlan faults;
  private final CallLog calls;
  private final InstantSource clock;

  Reception(
      List<Vendor> vendors,
      Function<Request, Answer> control,
      FaultPlan faults,
      CallLog calls,
      InstantSource clock) {
    this.vendors = List.copyOf(vendors);
    this.control = control;
    this.faults = faults;
    this.calls = calls;
    this.clock = clock;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
      if (body.length > LARGEST_BODY) {
        send(exchange, new Answer(413, "text/plain", "", 0, Map.of("Connection", "close")));
        return;
      }
      Request request = read(exchange, new String(body, StandardCharsets.UTF_8));
      Optional<Vendor> vendor =
          vendors.stream().filter(one -> one.owns(request.path())).findFirst();
      if (vendor.isPresent()) {
        serve(exchange, request, vendor.get());
      } else {
        send(exchange, control.apply(request));
      }
    } catch (RuntimeException unforeseen) {
      send(exchange, Answer.json(500, Json.object().put("error", String.valueOf(unforeseen))));
    } finally {
      // Closing an exchange that never answered, or not in full, closes its connection.
      exchange.close();
    }
  }

  private void serve(HttpExchange exchange, Request request, Vendor vendor) throws IOException {
    Optional<String> app = vendor.appOf(request);
    Optional<Fault> fault = faults.take(request.path(), app);
    Instant at = clock.instant();
    Answer answer =
        fault.map(one -> strike(one, request, vendor)).orElseGet(() -> vendor.answer(request));
    calls.add(at, vendor.name(), request, app, answer, fault.map(Fault::toString));
    if (fault.isEmpty()) {
      send(exchange, answer);
      return;
    }
    switch (fault.get().word()) {
      case LOSES_THE_ANSWER, LOSES_THE_REQUEST, IS_DOWN -> {}
      case CUTS_THE_BODY -> sendHalf(exchange, answer);
      case IS_SLOW -> {
        if (waited(fault.get().delay())) {
          send(exchange, answer);
        }
      }
      case REFUSES, ANSWERS_GARBAGE, ANSWERS_STATUS -> send(exchange, answer);
    }
  }

  /** What the vendor does under this fault; whether the answer arrives is decided after. */
  private static Answer strike(Fault fault, Request request, Vendor vendor) {
    return switch (fault.word()) {
      case LOSES_THE_ANSWER, CUTS_THE_BODY, IS_SLOW -> vendor.answer(request);
      case REFUSES -> vendor.refusal(request, fault.number());
      case LOSES_THE_REQUEST, IS_DOWN -> new Answer(0, "", "", 0, Map.of());
      case ANSWERS_GARBAGE -> Answer.html(200, GARBAGE);
      case ANSWERS_STATUS -> Answer.html(fault.number(), GARBAGE);
    };
  }

  private static boolean waited(Duration delay) {
    try {
      Thread.sleep(delay.toMillis());
      return true;
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Request read(HttpExchange exchange, String body) {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    // curl calls everything a form that it posts, JSON too.
    boolean form =
        headers.getOrDefault("content-type", "").startsWith("application/x-www-form-urlencoded")
            && !body.startsWith("{");
    // An address without a path, as in "http://host", is the root.
    String path = Optional.ofNullable(exchange.getRequestURI().getRawPath()).orElse("");
    return new Request(
        exchange.getRequestMethod(),
        path.isEmpty() ? "/" : path,
        query,
        Request.pairs(query),
        form ? Request.pairs(body) : Map.of(),
        headers,
        body,
        exchange.getRemoteAddress().getAddress().getHostAddress());
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    if (begins(exchange, answer, body.length)) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  private static void sendHalf(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    if (begins(exchange, answer, body.length)) {
      OutputStream out = exchange.getResponseBody();
      out.write(body, 0, body.length / 2);
      out.flush();
    }
  }

  /** Sends the headers; whether a body follows. */
  private static boolean begins(HttpExchange exchange, Answer answer, int length)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    boolean bodiless = length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : length);
    return !bodiless;
  }
}
