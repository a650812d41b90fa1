package io.lingpai.server.callback;

import io.lingpai.callback.CallbackProtocol;
import io.lingpai.callback.Inbox;
import io.lingpai.callback.Meaning;
import io.lingpai.callback.Responder;
import io.lingpai.outbox.JobHandler;
import io.lingpai.outbox.Outbox;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Trail;
import io.lingpai.server.http.Outbound;
import io.lingpai.server.http.Route;
import io.lingpai.server.outbox.Worker;
import io.lingpai.server.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Everything around vendors' messages, put together: taken in, passed on, looked after. */
public final class Callbacks implements AutoCloseable {

  private final Inbox inbox;
  private final Outbox outbox;
  private final Outbound outbound;
  private final Worker worker;
  private final Duration retention;
  private final InstantSource clock;
  private final CallbackCalls calls;
  private final DeliveryCalls deliveryCalls;

  /** What there is to take part. */
  public record Parts(
      List<CallbackProtocol> protocols,
      List<Meaning> meanings,
      List<Responder> responders,
      List<JobHandler> handlers) {
    public Parts {
      protocols = List.copyOf(protocols);
      meanings = List.copyOf(meanings);
      responders = List.copyOf(responders);
      handlers = List.copyOf(handlers);
    }
  }

  /**
   * Does nothing yet.
   *
   * @param retention how long messages are kept
   */
  public Callbacks(
      Parts parts,
      Inbox inbox,
      Outbox outbox,
      Registry registry,
      Authorization authorization,
      Trail trail,
      Outbound outbound,
      Tidings tidings,
      Duration retention,
      InstantSource clock,
      RandomGenerator random) {
    this.inbox = inbox;
    this.outbox = outbox;
    this.outbound = outbound;
    this.retention = retention;
    this.clock = clock;
    Correspondents correspondents = new Correspondents(registry, parts.protocols());
    Replies replies = new Replies(System::nanoTime);
    TargetHealth health = new TargetHealth(random);
    Deliveries deliveries =
        new Deliveries(inbox, registry, correspondents, outbound, replies, health, clock, random);
    List<JobHandler> handlers = new ArrayList<>(parts.handlers());
    handlers.add(deliveries);
    this.worker = new Worker(outbox, handlers, random);
    Gateway gateway =
        new Gateway(
            inbox,
            correspondents,
            parts.meanings(),
            parts.responders(),
            deliveries,
            health,
            replies,
            worker,
            tidings,
            clock,
            random);
    this.calls = new CallbackCalls(correspondents, gateway, tidings, clock);
    this.deliveryCalls = new DeliveryCalls(outbox, worker, authorization, trail);
  }

  /** Begins to work the outbox. */
  public void start() {
    worker.start();
  }

  /** Where vendors call. */
  public List<Route> callbackRoutes() {
    return calls.routes();
  }

  /** Where people look. */
  public List<Route> deliveryRoutes() {
    return deliveryCalls.routes();
  }

  /** Gives up what is too old and forgets what was kept long enough; called now and then. */
  public void tend() {
    Instant now = clock.instant();
    Instant kept = now.minus(retention);
    while (outbox.parkOlder(
            Deliveries.KIND, now.minus(Deliveries.GIVEN_UP_AFTER), "not taken for a day")
        > 0) {
      // Some hundred at once, so that others' writes come between.
    }
    while (outbox.forgetBefore(kept) > 0) {
      // Likewise.
    }
    while (inbox.forgetBefore(kept) > 0) {
      // Likewise.
    }
  }

  @Override
  public void close() {
    worker.close();
    outbound.close();
  }
}
