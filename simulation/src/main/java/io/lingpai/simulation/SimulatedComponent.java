package io.lingpai.simulation;

import io.lingpai.app.App;
import io.lingpai.credential.Kind;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.Issuance;
import io.lingpai.platform.IssueRequest;
import io.lingpai.platform.Platform;
import io.lingpai.platform.Verdict;
import io.lingpai.secret.Secret;
import io.lingpai.simulation.SimulatedVendor.Minted;
import io.lingpai.simulation.SimulatedVendor.Minter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The road from one node to a vendor of platforms, with a death at each step of it. */
final class SimulatedComponent implements Platform {

  private static final Duration ROAD = Duration.ofMillis(200);
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  private final World world;
  private final SimulatedVendor vendor;
  private final SimulatedAuthorizations authorizations;
  private final Authorizers authorizers;
  private final Node node;

  SimulatedComponent(
      World world,
      SimulatedVendor vendor,
      SimulatedAuthorizations authorizations,
      Authorizers authorizers,
      Node node) {
    this.world = world;
    this.vendor = vendor;
    this.authorizations = authorizations;
    this.authorizers = authorizers;
    this.node = node;
  }

  @Override
  public String name() {
    return "simulated-component";
  }

  @Override
  public List<Kind> kinds(App app) {
    return List.of();
  }

  @Override
  public List<String> keptByDefault(App app) {
    return List.of();
  }

  @Override
  public Issuance issue(IssueRequest request) {
    perhapsDie();
    world.sleep(world.between(Duration.ofMillis(1), ROAD));
    if (authorizers.unreachable()) {
      return new Issuance.Unavailable(VendorError.of("", "connection refused"));
    }
    return switch (request.kind().name()) {
      case Authorizers.TICKET -> authorizers.askedToPush();
      case Authorizers.COMPONENT_TOKEN -> componentToken(request);
      default -> accountToken(request);
    };
  }

  private Issuance componentToken(IssueRequest request) {
    if (!authorizers.ticketWorks(request.parent())) {
      return new Issuance.ParentRejected(VendorError.of("61006", "component ticket is invalid"));
    }
    return answered(request, Authorizers.PLATFORM + "/" + Authorizers.COMPONENT_TOKEN, null);
  }

  private Issuance accountToken(IssueRequest request) {
    String app = request.app().name();
    Secret parent = request.parent();
    String component = Authorizers.PLATFORM + "/" + Authorizers.COMPONENT_TOKEN;
    if (parent == null || !vendor.alive(component, parent.reveal())) {
      return new Issuance.ParentRejected(VendorError.of("40001", "invalid credential"));
    }
    Secret partner = request.partner();
    if (partner == null) {
      world.sleep(world.between(Duration.ofMillis(1), ROAD));
      return new Issuance.PartnerFound(authorizations.secret(app));
    }
    if (!authorizations.works(app, partner.reveal())) {
      return new Issuance.PartnerRejected(VendorError.of("61023", "refresh_token is invalid"));
    }
    return answered(request, app + "/" + request.kind().name(), app);
  }

  /** The vendor has done it; the answer may be lost, or find nobody any more. */
  private Issuance answered(IssueRequest request, String credential, @Nullable String account) {
    Minted minted =
        vendor.issue(credential, request.kind(), authorizers.life(), true, Minter.FOREIGN);
    Secret partner =
        account == null ? null : Secret.of(authorizations.refreshed(account, minted.value));
    Duration rest = Duration.between(world.now(), minted.expiresAt);
    perhapsDie();
    if (world.chance(authorizers.faults().lostAnswer())) {
      world.sleep(request.answerWithin());
      return new Issuance.Unknown(VendorError.of("", "no answer"));
    }
    if (world.chance(authorizers.faults().pausedBeforeAsk())) {
      node.freeze(world.between(Duration.ofSeconds(20), Duration.ofMinutes(2)), false);
    }
    world.sleep(world.between(Duration.ofMillis(1), ROAD));
    perhapsDie();
    return new Issuance.Issued(Secret.of(minted.value), rest, partner);
  }

  private void perhapsDie() {
    if (world.chance(authorizers.faults().crash())) {
      authorizers.kill(node);
      world.sleep(TEN_MINUTES);
    }
  }

  @Override
  public Verdict check(App app, Kind kind, Secret value, Duration answerWithin) {
    world.sleep(world.between(Duration.ofMillis(2), ROAD));
    String credential = app.name() + "/" + kind.name();
    return vendor.alive(credential, value.reveal())
        ? new Verdict.Alive()
        : new Verdict.Dead(VendorError.of("40001", "invalid credential"));
  }
}
