package io.lingpai.simulation;

import io.lingpai.app.App;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Kind;
import io.lingpai.credential.VendorError;
import io.lingpai.event.Happening;
import io.lingpai.keeper.Subject;
import io.lingpai.keeper.Subjects;
import io.lingpai.platform.Issuance;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A platform and the accounts that authorized it, and how the vendor treats them just now. */
final class Authorizers implements Cast {

  static final String PLATFORM = "platform";
  static final String TICKET = "component_verify_ticket";
  static final String COMPONENT_TOKEN = "component_access_token";
  private static final Duration TICKET_LIFE = Duration.ofHours(12);

  final List<CredentialKey> tokens = new ArrayList<>();
  private final World world;
  private final SimulatedVendor vendor;
  private final SimulatedAuthorizations authorizations;
  private final Invariants invariants;
  private final Duration life;
  private final Consumer<Node> killer;
  private final Map<String, Instant> tickets = new HashMap<>();
  private Faults faults;
  private Instant downUntil = Instant.MIN;
  private boolean pushing = true;
  private boolean startsOnRequest = true;
  private int pushed;

  Authorizers(
      World world,
      SimulatedVendor vendor,
      SimulatedAuthorizations authorizations,
      Invariants invariants,
      Faults faults,
      int howMany,
      Duration life,
      Consumer<Node> killer) {
    this.world = world;
    this.vendor = vendor;
    this.authorizations = authorizations;
    this.invariants = invariants;
    this.faults = faults;
    this.life = life;
    this.killer = killer;
    for (int i = 0; i < howMany; i++) {
      tokens.add(new CredentialKey("account-" + i, "access_token"));
    }
  }

  Duration life() {
    return life;
  }

  Faults faults() {
    return faults;
  }

  void calm() {
    faults = Faults.NONE;
    downUntil = Instant.MIN;
    pushing = true;
  }

  void down(Duration duration) {
    downUntil = world.now().plus(duration);
  }

  boolean unreachable() {
    return world.now().isBefore(downUntil);
  }

  void kill(Node node) {
    killer.accept(node);
  }

  /** No pushes from now on, whoever asks for them. */
  void fallSilent() {
    pushing = false;
    startsOnRequest = false;
  }

  boolean pushing() {
    return pushing;
  }

  /** A new ticket; those before it live out their time. */
  Secret newTicket() {
    String ticket = SimulatedVendor.MARK + "-ticket-" + ++pushed;
    tickets.put(ticket, world.now().plus(TICKET_LIFE));
    return Secret.of(ticket);
  }

  boolean ticketWorks(@Nullable Secret ticket) {
    Instant end = ticket == null ? null : tickets.get(ticket.reveal());
    return end != null && world.now().isBefore(end);
  }

  Issuance askedToPush() {
    if (!startsOnRequest) {
      return new Issuance.Unavailable(VendorError.of("-1", "system error"));
    }
    pushing = true;
    return new Issuance.Awaited();
  }

  @Override
  public void told(Happening happening) {
    if (Boolean.getBoolean("simulation.trace")) {
      System.out.println(world.now() + " " + happening);
    }
    invariants.told(happening);
  }

  @Override
  public Subjects seenBy(Node node) {
    SimulatedComponent platform = new SimulatedComponent(world, vendor, authorizations, this, node);
    Map<CredentialKey, Subject> subjects = new HashMap<>();
    CredentialKey ticket = new CredentialKey(PLATFORM, TICKET);
    CredentialKey token = new CredentialKey(PLATFORM, COMPONENT_TOKEN);
    App component = App.of(PLATFORM, "simulated-component", "id", Secret.of("secret"));
    put(
        subjects,
        new Subject(ticket, component, ticketKind(), platform, null, List.of(token), true));
    put(subjects, new Subject(token, component, tokenKind(), platform, ticket, List.of(), true));
    for (CredentialKey key : tokens) {
      App app = App.of(key.app(), "simulated-component", "id-" + key.app(), Secret.of("none"));
      put(subjects, new Subject(key, app, accountKind(), platform, token, List.of(), true));
    }
    return new Subjects() {
      @Override
      public Optional<Subject> find(CredentialKey key) {
        return Optional.ofNullable(subjects.get(key));
      }

      @Override
      public List<Subject> ofApp(String app) {
        return subjects.values().stream().filter(one -> one.app().name().equals(app)).toList();
      }
    };
  }

  private static void put(Map<CredentialKey, Subject> subjects, Subject subject) {
    subjects.put(subject.key(), subject);
  }

  private static Kind ticketKind() {
    return new Kind(
        TICKET,
        new Kind.Source.Pushed(Duration.ofMinutes(25)),
        Kind.Repeat.NEW_BESIDE_OLD,
        TICKET_LIFE,
        Duration.ofMinutes(5),
        100_000,
        new Kind.Proof.ByRefetch(Duration.ofMinutes(10)),
        false);
  }

  private static Kind tokenKind() {
    return kind(COMPONENT_TOKEN, new Kind.Source.Parent(TICKET), Duration.ofMinutes(90));
  }

  private static Kind accountKind() {
    return kind("access_token", new Kind.Source.OwnPartner(COMPONENT_TOKEN), Duration.ofHours(2));
  }

  private static Kind kind(String name, Kind.Source source, Duration keptFor) {
    return new Kind(
        name,
        source,
        Kind.Repeat.ENDS_THE_OLD_AFTER_OVERLAP,
        Duration.ofHours(2),
        keptFor,
        Duration.ofMinutes(5),
        100_000,
        new Kind.Proof.ByCall(1000),
        true);
  }
}
