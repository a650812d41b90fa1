package io.lingpai.spring;

import io.lingpai.client.LingpaiClient;
import io.lingpai.client.LingpaiClientBuilder;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The client, where there is a key for it and the application has made none itself. */
@AutoConfiguration
@EnableConfigurationProperties(LingpaiProperties.class)
public class LingpaiAutoConfiguration {

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  @ConditionalOnProperty("lingpai.key")
  LingpaiClient lingpaiClient(LingpaiProperties properties) {
    LingpaiClientBuilder begun =
        named("urls", () -> LingpaiClient.at(properties.urls().toArray(new String[0])));
    named("key", () -> begun.key(properties.key()));
    named("connect-within", () -> begun.connectWithin(properties.connectWithin()));
    named("answer-within", () -> begun.answerWithin(properties.answerWithin()));
    named("patience", () -> begun.patience(properties.patience()));
    return (properties.listening() ? begun.listening() : begun).build();
  }

  /** The client speaks of its own methods, and whoever reads this has written properties. */
  private static LingpaiClientBuilder named(
      String property, Supplier<LingpaiClientBuilder> setting) {
    try {
      return setting.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("lingpai." + property + ": " + e.getMessage(), e);
    }
  }
}
