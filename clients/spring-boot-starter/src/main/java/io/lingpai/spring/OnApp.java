package io.lingpai.spring;

import io.lingpai.spring.LingpaiProperties.App;
import io.lingpai.spring.LingpaiProperties.Platform;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Looks at the properties before there are beans of them. */
final class OnApp extends SpringBootCondition {

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    Platform wanted =
        metadata.getAnnotations().get(ConditionalOnApp.class).getEnum("value", Platform.class);
    boolean there =
        Binder.get(context.getEnvironment())
            .bind("lingpai.apps", Bindable.mapOf(String.class, App.class))
            .orElse(Map.of())
            .values()
            .stream()
            .anyMatch(app -> app.platform() == wanted);
    return new ConditionOutcome(there, "lingpai.apps has " + (there ? "a " : "no ") + wanted);
  }
}
