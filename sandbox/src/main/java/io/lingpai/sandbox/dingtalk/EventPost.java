package io.lingpai.sandbox.dingtalk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.callback.Sealing;
import io.lingpai.sandbox.http.Json;
import io.lingpai.sandbox.vendor.Values;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells one app's address of events: encrypted, and believed only if the sealed word success comes
 * back in time; otherwise told again after ten seconds and after thirty. Safe for many threads.
 */
final class EventPost {
  private static final Duration PATIENCE = Duration.ofMillis(1500);
  private static final Duration PATIENCE_OF_A_CHECK = Duration.ofMillis(1200);
  private static final int KEPT = 10_000;

  /**
   * @param owner whom events are sealed for
   * @param tags of the events that are told; empty for all
   */
  record Address(String url, String token, String aesKey, String owner, Set<String> tags) {
    Address {
      URI.create(url);
      tags = Set.copyOf(tags);
      if (!aesKey.matches("[A-Za-z0-9]{43}")) {
        throw new IllegalArgumentException("aes key: expected 43 letters and digits");
      }
    }
  }

  private final InstantSource clock;
  private final Values values;
  private final List<EventPush> pushes = new ArrayList<>();
  private List<Duration> again = List.of(Duration.ofSeconds(10), Duration.ofSeconds(30));
  private @Nullable Address address;
  private @Nullable HttpClient client;

  EventPost(InstantSource clock, Values values) {
    this.clock = clock;
    this.values = values;
  }

  synchronized void to(@Nullable Address other) {
    address = other;
  }

  synchronized Optional<Address> address() {
    return Optional.ofNullable(address);
  }

  synchronized void triesAgainAfter(List<Duration> waits) {
    again = List.copyOf(waits);
  }

  /** The newest last. */
  synchronized List<EventPush> all() {
    return List.copyOf(pushes);
  }

  EventPush send(ObjectNode event) {
    Address to;
    List<Duration> waits;
    EventPush push = new EventPush(event.path("EventType").asText(), Json.write(event));
    synchronized (this) {
      if (address == null) {
        throw new IllegalArgumentException("there is no address for events");
      }
      to = address;
      waits = again;
      pushes.add(push);
      if (pushes.size() > KEPT) {
        pushes.remove(0);
      }
    }
    attempt(push, to, waits);
    return push;
  }

  /** Whether this address answers as it should; asked once. */
  boolean check(Address candidate) {
    EventPush push = new EventPush("check_url", "{\"EventType\":\"check_url\"}");
    attempt(push, candidate, List.of());
    return push.taken(Duration.ofSeconds(30));
  }

  private void attempt(EventPush push, Address to, List<Duration> waits) {
    String timestamp = Long.toString(clock.millis());
    String nonce = values.hex(8);
    String sealed = Sealing.seal(to.aesKey, values.hex(16), push.text(), to.owner);
    String signature = Sealing.sign(to.token, timestamp, nonce, sealed);
    String query =
        "signature=%s&msg_signature=%s&timestamp=%s&nonce=%s"
            .formatted(signature, signature, timestamp, nonce);
    Duration patience = push.type().equals("check_url") ? PATIENCE_OF_A_CHECK : PATIENCE;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(to.url + (to.url.contains("?") ? "&" : "?") + query))
            .timeout(patience)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.write(Json.object().put("encrypt", sealed))))
            .build();
    long began = System.nanoTime();
    CompletableFuture<?> unused =
        client()
            .sendAsync(request, BodyHandlers.ofString())
            .whenComplete(
                (answer, failure) -> {
                  long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                  answered(push, to, waits, answer, millis);
                });
  }

  private void answered(
      EventPush push,
      Address to,
      List<Duration> waits,
      @Nullable HttpResponse<String> answer,
      long millis) {
    int status = answer == null ? 0 : answer.statusCode();
    String trouble = answer == null ? "no answer" : trouble(to, answer);
    int made = push.attempted(new EventPush.Attempt(millis, status, trouble));
    if (trouble.isEmpty()) {
      push.ends(true);
    } else if (made <= waits.size()) {
      Executor later =
          CompletableFuture.delayedExecutor(waits.get(made - 1).toMillis(), TimeUnit.MILLISECONDS);
      later.execute(() -> attempt(push, to, waits));
    } else {
      push.ends(false);
    }
  }

  private String trouble(Address to, HttpResponse<String> answer) {
    Optional<ObjectNode> body = Json.parseObject(answer.body());
    if (answer.statusCode() != 200 || body.isEmpty()) {
      return "71009: status " + answer.statusCode() + ", expected 200 and JSON";
    }
    String sealed = body.get().path("encrypt").asText();
    String signed =
        Sealing.sign(
            to.token,
            body.get().path("timeStamp").asText(),
            body.get().path("nonce").asText(),
            sealed);
    if (!signed.equals(body.get().path("msg_signature").asText())) {
      return "900005: msg_signature does not fit";
    }
    try {
      Sealing.Opened opened = Sealing.open(to.aesKey, sealed);
      if (!opened.appid().equals(to.owner)) {
        return "900010: sealed for " + opened.appid();
      }
      return opened.message().equals("success") ? "" : "71009: text returned is not success";
    } catch (Sealing.Unreadable unreadable) {
      return "900008: " + unreadable.getMessage();
    }
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }
    return client;
  }
}
