package io.lingpai.acceptance.programs;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Lets what {@link Needs} a program run where it is found. */
final class Found implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    List<Program> missing =
        context.getElement().stream()
            .flatMap(element -> AnnotationSupport.findAnnotation(element, Needs.class).stream())
            .flatMap(needs -> Arrays.stream(needs.value()))
            .filter(program -> program.find().isEmpty())
            .toList();
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("everything it needs is here");
    }
    String reason = "not on this machine: " + missing;
    System.out.println("NOT RUN: " + name(context) + ", " + reason);
    return ConditionEvaluationResult.disabled(reason);
  }

  private static String name(ExtensionContext context) {
    String test = context.getRequiredTestClass().getSimpleName();
    return context.getTestMethod().map(method -> test + "." + method.getName()).orElse(test);
  }
}
