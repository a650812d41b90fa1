package io.lingpai.spring;

import io.lingpai.client.LingpaiClient;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The health of {@code lingpai.apps}, as Spring Boot 3 asks for it. */
@AutoConfiguration(after = LingpaiAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(LingpaiClient.class)
@ConditionalOnEnabledHealthIndicator("lingpai")
public class LingpaiHealthAutoConfiguration {

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
