package io.lingpai.wechat.component;

import io.lingpai.credential.Kind;
import io.lingpai.credential.Kind.Proof;
import io.lingpai.credential.Kind.Repeat;
import io.lingpai.credential.Kind.Source;
import io.lingpai.wechat.AuthorizerTokens;
import java.time.Duration;

/** The kinds of credential that a third-party platform has itself. */
final class ComponentKinds {

  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  /** One is pushed every ten minutes; after two that did not come there is something amiss. */
  private static final Duration QUIET_FOR = Duration.ofMinutes(25);

  private static final int CALLS_FOR_PUSHES = 200;
  private static final int TOKENS = 500;
  private static final int CHECKS = 200;

  static final Kind TICKET =
      new Kind(
          "component_verify_ticket",
          new Source.Pushed(QUIET_FOR),
          Repeat.NEW_BESIDE_OLD,
          Duration.ofHours(12),
          FIVE_MINUTES,
          CALLS_FOR_PUSHES,
          new Proof.ByRefetch(Duration.ofMinutes(10)),
          false);

  /** How often it may be fetched is not published; three quarters of its life are few enough. */
  static final Kind TOKEN =
      new Kind(
          AuthorizerTokens.PARENT,
          new Source.Parent(TICKET.name()),
          Repeat.ENDS_THE_OLD_AFTER_OVERLAP,
          Duration.ofHours(2),
          Duration.ofMinutes(90),
          FIVE_MINUTES,
          TOKENS,
          new Proof.ByCall(CHECKS),
          true);

  private ComponentKinds() {}
}
