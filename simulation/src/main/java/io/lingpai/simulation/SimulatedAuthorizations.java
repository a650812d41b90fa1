package io.lingpai.simulation;

import io.lingpai.credential.Credential;
import io.lingpai.credential.Partner;
import io.lingpai.credential.Value;
import io.lingpai.secret.Secret;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the vendor knows of those who authorized a platform: the one refresh token of each that
 * works, and which came with which value. Where it rotates, each refresh ends the one before, and
 * hands out the next just once.
 */
final class SimulatedAuthorizations {

  private final World world;
  private final boolean rotates;
  private final Map<String, Integer> newest = new HashMap<>();
  private final Map<String, Integer> cameWith = new HashMap<>();
  private long checks;

  SimulatedAuthorizations(World world, boolean rotates) {
    this.world = world;
    this.rotates = rotates;
  }

  void authorizes(String app) {
    newest.put(app, 1);
  }

  String current(String app) {
    return named(app, newest.getOrDefault(app, 0));
  }

  boolean works(String app, String refreshToken) {
    return current(app).equals(refreshToken);
  }

  /** A refresh has made this value; the refresh token that goes with it. */
  String refreshed(String app, String value) {
    if (rotates) {
      newest.merge(app, 1, Integer::sum);
    }
    cameWith.put(value, newest.getOrDefault(app, 0));
    return current(app);
  }

  long checks() {
    return checks;
  }

  /** The store held {@code before} and now holds {@code after}. */
  void stored(Credential before, Credential after) {
    checks++;
    int had = order(before.partner());
    int has = order(after.partner());
    if (has < had) {
      throw broken(after, "refresh token " + had + " → " + has);
    }
    Value value = after.current();
    Integer needed = value == null ? null : cameWith.get(value.secret().reveal());
    if (needed != null && has < needed) {
      throw broken(after, "a value is stored, and refresh token " + needed + " with it is not");
    }
  }

  /** 0 for none. */
  private static int order(@Nullable Partner partner) {
    if (partner == null) {
      return 0;
    }
    String token = partner.secret().reveal();
    return Integer.parseInt(token.substring(token.lastIndexOf('-') + 1));
  }

  Secret secret(String app) {
    return Secret.of(current(app));
  }

  private static String named(String app, int order) {
    return SimulatedVendor.MARK + "-refresh-" + app + "-" + order;
  }

  private Violation broken(Credential credential, String what) {
    return new Violation(Invariants.PARTNER_KEPT, world.now(), credential.key() + ": " + what);
  }
}
