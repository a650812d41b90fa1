package io.lingpai.spring;

import io.lingpai.client.LingpaiClient;
import io.lingpai.client.LingpaiClientBuilder;
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
        LingpaiClient.at(properties.urls().toArray(new String[0]))
            .key(String.valueOf(properties.key()))
            .connectWithin(properties.connectWithin())
            .answerWithin(properties.answerWithin())
            .patience(properties.patience());
    return (properties.listening() ? begun.listening() : begun).build();
  }
}
