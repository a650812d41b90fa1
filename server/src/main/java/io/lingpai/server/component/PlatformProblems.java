package io.lingpai.server.component;

import io.lingpai.app.App;
import io.lingpai.app.AppStore;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.Finding;
import io.lingpai.server.api.AppProblems;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import io.lingpai.server.problem.Sort;
import java.time.Duration;

/** Why a platform cannot do what somebody asks of it. */
final class PlatformProblems {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration WITH_NO_TIME_TOLD = Duration.ofHours(1);

  private PlatformProblems() {}

  /** The platform of this name, or why there is none to be used. */
  static App platform(AppStore apps, String name) {
    App app = AppProblems.known(apps.find(name));
    if (!app.platform().endsWith("-component")) {
      throw Problem.notFound("apps of " + app.platform() + " have no authorizers").refusal();
    }
    return AppProblems.active(app);
  }

  /** What the vendor answered, or why it did not. */
  static <T> T found(Finding<T> finding) {
    return switch (finding) {
      case Finding.Found<T>(T value) -> value;
      case Finding.NotThisOne<T>(VendorError why) -> throw refused(why);
      case Finding.AppRefused<T>(VendorError why) -> throw refused(why);
      case Finding.TooMany<T>(VendorError why, Duration in) ->
          throw Problem.of(Sort.QUOTA_EXHAUSTED, "the vendor's quota is spent")
              .vendor(why)
              .retryAfter(in.isZero() ? WITH_NO_TIME_TOLD : in)
              .refusal();
      case Finding.TokenDead<T>(VendorError why) -> throw notReady(why);
      case Finding.Unavailable<T>(VendorError why, boolean maybeDone) -> throw notReady(why);
    };
  }

  private static Refusal refused(VendorError why) {
    return Problem.of(Sort.VENDOR_REFUSED, "the vendor refuses").vendor(why).refusal();
  }

  private static Refusal notReady(VendorError why) {
    return Problem.of(Sort.NOT_READY, "the platform has no working token just now")
        .vendor(why)
        .retryAfter(SOON)
        .refusal();
  }
}
