package io.lingpai.acceptance.programs;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets what {@link Needs} a program run where it is found. */
public final class Found implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    List<Program> missing =
        context.getElement().stream()
            .flatMap(element -> Stream.ofNullable(element.getAnnotation(Needs.class)))
            .flatMap(needs -> Arrays.stream(needs.value()))
            .filter(program -> program.find().isEmpty())
            .toList();
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("everything it needs is here");
    }
    return notRun(context, "not on this machine: " + missing);
  }

  /** Leaves a test out and says so, for conditions that have more to look for than a program. */
  public static ConditionEvaluationResult notRun(ExtensionContext context, String reason) {
    System.out.println("NOT RUN: " + name(context) + ", " + reason);
    return ConditionEvaluationResult.disabled(reason);
  }

  private static String name(ExtensionContext context) {
    String test = context.getRequiredTestClass().getSimpleName();
    return context.getTestMethod().map(method -> test + "." + method.getName()).orElse(test);
  }
}
