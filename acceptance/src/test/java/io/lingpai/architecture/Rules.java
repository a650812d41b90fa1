package io.lingpai.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.lingpai.secret.Secret;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of {@code docs/ARCHITECTURE.md} about who may know whom, for a tree of packages that is
 * laid out like ours.
 *
 * <p>The root is a parameter so that the very same rules can be turned on a small tree of
 * offenders, where each of them must fail: a check nobody has seen fail is decoration.
 */
final class Rules {
  /** Arrays of numbers stand in the package without a name. */
  private static final String ARRAYS = "";

  private final String root;
  private final List<String> platforms;
  private final List<String> stores;

  /**
   * @param platforms the package of each platform, beneath the root; likewise the stores
   */
  Rules(String root, Collection<String> platforms, Collection<String> stores) {
    this.root = root;
    this.platforms = List.copyOf(platforms);
    this.stores = List.copyOf(stores);
  }

  ArchRule a_platform_knows_no_store_and_no_other_platform() {
    return classes()
        .that(resideInAnyPackage(beneath(platforms)))
        .should(
            dependOnNone(
                describe(
                    "a store or another platform",
                    target -> target.in(beneath(stores)) || target.inAnotherOf(platforms))));
  }

  ArchRule a_store_knows_no_platform_and_no_other_store() {
    return classes()
        .that(resideInAnyPackage(beneath(stores)))
        .should(
            dependOnNone(
                describe(
                    "a platform or another store",
                    target -> target.in(beneath(platforms)) || target.inAnotherOf(stores))));
  }

  ArchRule only_the_wiring_names_a_platform_or_a_store() {
    return noClasses()
        .that(
            resideInAPackage(root + ".server..")
                .and(not(resideInAPackage(root + ".server.wiring.."))))
        .should()
        .dependOnClassesThat(resideInAnyPackage(beneath(families())));
  }

  ArchRule only_the_http_chapter_knows_the_web_library() {
    return noClasses()
        .that(ours().and(not(resideInAPackage(root + ".server.http.."))))
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.vertx..", "io.netty.."));
  }

  ArchRule only_stores_speak_sql() {
    return noClasses()
        .that(ours().and(not(resideInAnyPackage(beneath(stores)))))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "java.sql..",
                "javax.sql..",
                "org.sqlite..",
                "org.postgresql..",
                "com.zaxxer.hikari..",
                "org.flywaydb.."));
  }

  ArchRule packages_have_no_cycles() {
    return slices().matching(root + ".(**)").should().beFreeOfCycles();
  }

  /** But for the client's and its adapter's: Java 8 does not know the annotation's target. */
  ArchRule every_package_is_null_marked() {
    return classes()
        .that(ours().and(not(resideInAnyPackage(root + ".client..", root + ".wxjava.."))))
        .should(
            new ArchCondition<>("reside in a package that is @NullMarked") {
              @Override
              public void check(JavaClass each, ConditionEvents events) {
                boolean marked = each.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(
                    new SimpleConditionEvent(
                        each, marked, each.getName() + " is in a package that is not @NullMarked"));
              }
            });
  }

  /** Time, threads and chance arrive by constructor, or the simulation could not replay a seed. */
  ArchRule the_inside_reads_no_clock_starts_no_thread_and_draws_no_lots() {
    return classes().that(inside()).should(accessNone(Ambient.ACCESS));
  }

  /**
   * At the vendor, in the cipher, in the answer a caller may read, where Redis is told a value for
   * those who read it there, where a database is told its password, and where a vendor's words are
   * searched for it; the testkit opens them to search for leaks, and the simulation plays the
   * vendor.
   */
  ArchRule a_secret_is_revealed_at_the_edge_only() {
    return classes()
        .that(
            ours()
                .and(not(resideInAnyPackage(beneath(platforms))))
                .and(
                    not(
                        resideInAnyPackage(
                            root + ".secret..",
                            root + ".server.http..",
                            root + ".server.redis..",
                            root + ".server.wiring..",
                            root + ".simulation..",
                            root + ".testkit..")))
                .and(not(simpleName("PooledDatabase")))
                .and(not(simpleName("VendorWords"))))
        .should(
            accessNone(
                describe(
                    "Secret.reveal()",
                    access ->
                        access.getTargetOwner().isEquivalentTo(Secret.class)
                            && access.getName().equals("reveal"))));
  }

  ArchRule the_sandbox_knows_nothing_of_ours() {
    return noClasses()
        .that(resideInAPackage(root + ".sandbox.."))
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.lingpai..")
                .and(not(resideInAPackage(root + ".sandbox..")))
                .as("are ours, outside the sandbox"));
  }

  /** It goes into other people's class paths, and must bring nothing of ours or of others. */
  ArchRule the_client_knows_nothing_but_the_jdk() {
    return noClasses()
        .that(resideInAPackage(root + ".client.."))
        .should()
        .dependOnClassesThat(
            not(resideInAnyPackage(
                    root + ".client..", "java..", "org.jspecify.annotations", ARRAYS))
                .as("are neither its own nor the JDK's"));
  }

  /** They too live in other people's processes. */
  ArchRule what_stands_on_the_client_knows_nothing_else_of_ours() {
    return noClasses()
        .that(resideInAnyPackage(root + ".wxjava..", root + ".spring.."))
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.lingpai..")
                .and(
                    not(
                        resideInAnyPackage(
                            root + ".client..", root + ".wxjava..", root + ".spring..")))
                .as("are ours, but neither the client's nor its adapters'"));
  }

  private List<String> families() {
    return Stream.concat(platforms.stream(), stores.stream()).toList();
  }

  private DescribedPredicate<JavaClass> ours() {
    return resideInAPackage(root + "..");
  }

  /** Core, platforms and stores: whatever is not a program around them. */
  private DescribedPredicate<JavaClass> inside() {
    return ours()
        .and(
            not(
                resideInAnyPackage(
                    beneath(
                        List.of(
                            "server",
                            "sandbox",
                            "simulation",
                            "testkit",
                            "client",
                            "wxjava",
                            "spring",
                            "console")))))
        .as("belong to core, a platform or a store");
  }

  private String[] beneath(List<String> names) {
    return names.stream().map(name -> root + "." + name + "..").toArray(String[]::new);
  }

  /** Where a dependency starts and ends, so that "another of the family" can be said. */
  private record Reach(String root, JavaClass origin, JavaClass target) {
    boolean in(String... packages) {
      return resideInAnyPackage(packages).test(target);
    }

    boolean inAnotherOf(List<String> family) {
      return family.stream()
          .map(name -> resideInAPackage(root + "." + name + ".."))
          .anyMatch(member -> member.test(target) && !member.test(origin));
    }
  }

  private ArchCondition<JavaClass> dependOnNone(DescribedPredicate<Reach> unwanted) {
    return new ArchCondition<>("not depend on " + unwanted.getDescription()) {
      @Override
      public void check(JavaClass each, ConditionEvents events) {
        each.getDirectDependenciesFromSelf().stream()
            .filter(
                one -> unwanted.test(new Reach(root, one.getOriginClass(), one.getTargetClass())))
            .forEach(one -> events.add(SimpleConditionEvent.violated(one, one.getDescription())));
      }
    };
  }

  private static ArchCondition<JavaClass> accessNone(DescribedPredicate<JavaAccess<?>> unwanted) {
    return new ArchCondition<>("not use " + unwanted.getDescription()) {
      @Override
      public void check(JavaClass each, ConditionEvents events) {
        Stream.concat(
                each.getAccessesFromSelf().stream(),
                Stream.concat(
                    each.getMethodReferencesFromSelf().stream(),
                    each.getConstructorReferencesFromSelf().stream()))
            .distinct()
            .filter(unwanted)
            .forEach(one -> events.add(SimpleConditionEvent.violated(one, one.getDescription())));
      }
    };
  }
}
