package io.lingpai.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaConstructorReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** What code can take out of the air instead of being given it: the time, a thread, chance. */
final class Ambient {
  private static final Set<String> ALL = Set.of();

  /** By class: the static methods that reach for it; none named means every method of the class. */
  private static final Map<String, Set<String>> METHODS =
      Map.ofEntries(
          Map.entry("java.lang.System", Set.of("currentTimeMillis", "nanoTime")),
          Map.entry(
              "java.time.Clock",
              Set.of("systemUTC", "systemDefaultZone", "system", "tickMillis", "tickSeconds")),
          Map.entry("java.time.InstantSource", Set.of("system")),
          Map.entry("java.time.Instant", Set.of("now")),
          Map.entry("java.time.LocalDate", Set.of("now")),
          Map.entry("java.time.LocalDateTime", Set.of("now")),
          Map.entry("java.time.OffsetDateTime", Set.of("now")),
          Map.entry("java.time.ZonedDateTime", Set.of("now")),
          Map.entry(
              "java.lang.Thread", Set.of("sleep", "startVirtualThread", "ofVirtual", "ofPlatform")),
          Map.entry("java.util.concurrent.Executors", ALL),
          Map.entry("java.util.concurrent.ForkJoinPool", ALL),
          Map.entry("java.lang.Math", Set.of("random")),
          Map.entry("java.util.UUID", Set.of("randomUUID")),
          Map.entry("java.security.SecureRandom", Set.of("getInstance", "getInstanceStrong")),
          Map.entry("java.util.concurrent.ThreadLocalRandom", Set.of("current")),
          Map.entry("java.util.random.RandomGenerator", Set.of("getDefault", "of")));

  private static final Set<String> CONSTRUCTORS =
      Set.of(
          "java.lang.Thread",
          "java.util.Timer",
          "java.util.concurrent.ForkJoinPool",
          "java.util.concurrent.ThreadPoolExecutor",
          "java.util.concurrent.ScheduledThreadPoolExecutor",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.security.SecureRandom");

  static final DescribedPredicate<JavaAccess<?>> ACCESS =
      DescribedPredicate.describe(
          "the clock, a thread or chance out of the air", Ambient::reachesForIt);

  private Ambient() {}

  private static boolean reachesForIt(JavaAccess<?> access) {
    if (isGivenWhatItNeeds(access)) {
      return false;
    }
    String owner = access.getTargetOwner().getName();
    if (access instanceof JavaConstructorCall || access instanceof JavaConstructorReference) {
      return CONSTRUCTORS.contains(owner);
    }
    if (isAsyncOnTheCommonPool(access)) {
      return true;
    }
    Set<String> methods = METHODS.get(owner);
    return methods != null && (methods.equals(ALL) || methods.contains(access.getName()));
  }

  /**
   * {@code LocalDate.now(clock)} asks a clock, and a pool starts threads by a factory, that were
   * handed in.
   */
  private static boolean isGivenWhatItNeeds(JavaAccess<?> access) {
    List<String> parameters = parameters(access);
    return parameters.contains("java.time.Clock")
        || parameters.contains("java.util.concurrent.ThreadFactory");
  }

  /**
   * {@code CompletableFuture.supplyAsync(work)} starts a thread of a pool nobody chose; with an
   * executor it does not.
   */
  private static boolean isAsyncOnTheCommonPool(JavaAccess<?> access) {
    return access.getTargetOwner().isAssignableTo(CompletionStage.class)
        && access.getName().endsWith("Async")
        && parameters(access).stream().noneMatch(Executor.class.getName()::equals);
  }

  private static List<String> parameters(JavaAccess<?> access) {
    return access.getTarget() instanceof CodeUnitAccessTarget target
        ? target.getRawParameterTypes().stream().map(type -> type.getName()).toList()
        : List.of();
  }
}
