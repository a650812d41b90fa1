package io.lingpai.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.lingpai.architecture.offender.client.KnowsTheServer;
import io.lingpai.architecture.offender.jdbc.KnowsAPlatform;
import io.lingpai.architecture.offender.keeper.DrawsLots;
import io.lingpai.architecture.offender.keeper.GoesInCircles;
import io.lingpai.architecture.offender.keeper.ReadsTheClock;
import io.lingpai.architecture.offender.keeper.RevealsASecret;
import io.lingpai.architecture.offender.keeper.SpeaksSql;
import io.lingpai.architecture.offender.keeper.StartsThreads;
import io.lingpai.architecture.offender.sandbox.KnowsOurCore;
import io.lingpai.architecture.offender.server.config.NamesAPlatform;
import io.lingpai.architecture.offender.server.config.NamesTheWebLibrary;
import io.lingpai.architecture.offender.wechat.KnowsAStore;
import io.lingpai.architecture.offender.wechat.KnowsAnotherPlatform;
import io.lingpai.architecture.offender.wxjava.KnowsMoreThanTheClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The same rules, turned on a small tree laid out like ours in which each class breaks one of them.
 */
class OurRulesCanFailTest {
  private static final String ROOT = "io.lingpai.architecture.offender";
  private static final JavaClasses OFFENDERS = new ClassFileImporter().importPackages(ROOT);

  private final Rules rules = new Rules(ROOT, List.of("wechat", "dingtalk"), List.of("jdbc"));

  @Test
  void a_platform_that_knows_a_store_is_caught() {
    assertCaught(rules.a_platform_knows_no_store_and_no_other_platform(), KnowsAStore.class);
  }

  @Test
  void a_platform_that_knows_another_is_caught() {
    assertCaught(
        rules.a_platform_knows_no_store_and_no_other_platform(), KnowsAnotherPlatform.class);
  }

  @Test
  void a_store_that_knows_a_platform_is_caught() {
    assertCaught(rules.a_store_knows_no_platform_and_no_other_store(), KnowsAPlatform.class);
  }

  @Test
  void a_chapter_of_the_server_that_names_a_platform_is_caught() {
    assertCaught(rules.only_the_wiring_names_a_platform_or_a_store(), NamesAPlatform.class);
  }

  @Test
  void the_web_library_outside_http_is_caught() {
    assertCaught(rules.only_the_http_chapter_knows_the_web_library(), NamesTheWebLibrary.class);
  }

  @Test
  void a_client_that_knows_more_than_the_jdk_is_caught() {
    assertCaught(rules.the_client_knows_nothing_but_the_jdk(), KnowsTheServer.class);
  }

  @Test
  void an_adapter_that_knows_more_of_ours_than_the_client_is_caught() {
    assertCaught(
        rules.what_stands_on_the_client_knows_nothing_else_of_ours(), KnowsMoreThanTheClient.class);
  }

  @Test
  void sql_outside_a_store_is_caught() {
    assertCaught(rules.only_stores_speak_sql(), SpeaksSql.class);
  }

  @Test
  void packages_in_a_circle_are_caught() {
    assertCaught(rules.packages_have_no_cycles(), GoesInCircles.class);
  }

  @Test
  void a_package_without_null_marked_is_caught() {
    assertCaught(rules.every_package_is_null_marked(), SpeaksSql.class);
  }

  @Test
  void every_way_to_read_the_clock_is_caught() {
    assertEveryMethodCaught(ReadsTheClock.class);
  }

  @Test
  void every_way_to_start_a_thread_is_caught() {
    assertEveryMethodCaught(StartsThreads.class);
  }

  @Test
  void every_way_to_draw_lots_is_caught() {
    assertEveryMethodCaught(DrawsLots.class);
  }

  @Test
  void a_secret_revealed_inside_is_caught() {
    assertCaught(rules.a_secret_is_revealed_at_the_edge_only(), RevealsASecret.class);
  }

  @Test
  void a_sandbox_that_knows_our_core_is_caught() {
    assertCaught(rules.the_sandbox_knows_nothing_of_ours(), KnowsOurCore.class);
  }

  private static void assertCaught(ArchRule rule, Class<?> offender) {
    assertThat(rule.evaluate(OFFENDERS).getFailureReport().getDetails())
        .anyMatch(detail -> detail.contains(offender.getName()));
  }

  private void assertEveryMethodCaught(Class<?> offender) {
    List<String> details =
        rules
            .the_inside_reads_no_clock_starts_no_thread_and_draws_no_lots()
            .evaluate(OFFENDERS)
            .getFailureReport()
            .getDetails();
    for (var method : offender.getDeclaredMethods()) {
      if (!method.isSynthetic()) {
        assertThat(details)
            .anyMatch(detail -> detail.contains(offender.getName() + "." + method.getName() + "("));
      }
    }
  }
}
