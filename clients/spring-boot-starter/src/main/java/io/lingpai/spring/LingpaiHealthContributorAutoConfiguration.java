package io.lingpai.spring;

import io.lingpai.client.LingpaiClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;

/** The health of {@code lingpai.apps}, as Spring Boot 4 asks for it: in other packages. */
@AutoConfiguration(after = LingpaiAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(LingpaiClient.class)
@ConditionalOnEnabledHealthIndicator("lingpai")
public class LingpaiHealthContributorAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(name = "lingpaiHealthIndicator")
  HealthIndicator lingpaiHealthIndicator(LingpaiClient client, LingpaiProperties properties) {
    AppsHealth health = new AppsHealth(client, properties);
    return () -> {
      AppsHealth.Report report = health.report();
      return Health.status(new Status(report.state().name())).withDetails(report.details()).build();
    };
  }
}
