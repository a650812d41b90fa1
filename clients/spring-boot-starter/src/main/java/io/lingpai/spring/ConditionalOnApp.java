package io.lingpai.spring;

import io.lingpai.spring.LingpaiProperties.Platform;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/** Only where {@code lingpai.apps} names an app of this platform. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnApp.class)
@interface ConditionalOnApp {

  Platform value();
}
