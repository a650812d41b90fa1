package io.lingpai.simulation;

import io.lingpai.app.App;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Kind;
import io.lingpai.event.Happening;
import io.lingpai.keeper.Subject;
import io.lingpai.keeper.Subjects;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The apps of a run, the kinds they have, and how the vendor treats each just now. */
final class Accounts implements Cast {

  private final World world;
  private final SimulatedVendor vendor;
  private final StoreView.SharedStore shared;
  private final Invariants invariants;
  private final boolean tracing = Boolean.getBoolean("simulation.trace");
  private final Map<String, Account> byName = new HashMap<>();

  Accounts(
      World world,
      SimulatedVendor vendor,
      StoreView.SharedStore shared,
      Invariants invariants,
      int howMany,
      Duration life) {
    this.world = world;
    this.vendor = vendor;
    this.shared = shared;
    this.invariants = invariants;
    for (int i = 0; i < howMany; i++) {
      Kind.Repeat repeat =
          i % 3 == 1 ? Kind.Repeat.NEW_NEAR_THE_END : Kind.Repeat.ENDS_THE_OLD_AFTER_OVERLAP;
      Account account = new Account("app-" + i, repeat, life);
      byName.put(account.name, account);
    }
  }

  List<Account> all() {
    return byName.values().stream().sorted((a, b) -> a.name.compareTo(b.name)).toList();
  }

  Account account(String name) {
    Account account = byName.get(name);
    if (account == null) {
      throw new IllegalArgumentException(name);
    }
    return account;
  }

  @Override
  public void told(Happening happening) {
    if (tracing) {
      System.out.println(world.now() + " " + happening);
    }
    invariants.told(happening);
  }

  void calm() {
    all().forEach(account -> account.downUntil = Instant.MIN);
    all().forEach(account -> account.refusedUntil = Instant.MIN);
  }

  /** What a node knows of them. */
  @Override
  public Subjects seenBy(Node node) {
    SimulatedPlatform platform =
        new SimulatedPlatform(world, vendor, shared, invariants, this, node);
    Map<CredentialKey, Subject> subjects = new HashMap<>();
    List<Subject> inOrder = new ArrayList<>();
    for (Account account : all()) {
      CredentialKey token = account.token();
      CredentialKey ticket = account.ticket();
      inOrder.add(
          new Subject(
              token, account.app, account.tokenKind, platform, null, List.of(ticket), true));
      inOrder.add(
          new Subject(ticket, account.app, account.ticketKind, platform, token, List.of(), true));
    }
    inOrder.forEach(subject -> subjects.put(subject.key(), subject));
    return new Subjects() {
      @Override
      public Optional<Subject> find(CredentialKey key) {
        return Optional.ofNullable(subjects.get(key));
      }

      @Override
      public List<Subject> ofApp(String app) {
        return inOrder.stream().filter(subject -> subject.app().name().equals(app)).toList();
      }
    };
  }

  /** One app and its two credentials. */
  static final class Account {
    final String name;
    final App app;
    final Kind tokenKind;
    final Kind ticketKind;
    final Duration life;
    Instant downUntil = Instant.MIN;
    Instant refusedUntil = Instant.MIN;

    Account(String name, Kind.Repeat repeat, Duration life) {
      this.name = name;
      this.life = life;
      this.app = App.of(name, "simulated", "id-" + name, Secret.of("secret-of-" + name));
      this.tokenKind =
          new Kind(
              "access_token",
              new Kind.Source.AppSecret(),
              repeat,
              Duration.ofHours(2),
              Duration.ofMinutes(5),
              100_000,
              new Kind.Proof.ByCall(1000),
              true);
      this.ticketKind =
          new Kind(
              "jsapi_ticket",
              new Kind.Source.Parent("access_token"),
              Kind.Repeat.SAME_VALUE,
              Duration.ofHours(2),
              Duration.ofMinutes(5),
              100_000,
              new Kind.Proof.ByRefetch(Duration.ofMinutes(10)),
              true);
    }

    CredentialKey token() {
      return new CredentialKey(name, "access_token");
    }

    CredentialKey ticket() {
      return new CredentialKey(name, "jsapi_ticket");
    }

    boolean reachableAt(Instant now) {
      return !now.isBefore(downUntil) && !now.isBefore(refusedUntil);
    }
  }
}
