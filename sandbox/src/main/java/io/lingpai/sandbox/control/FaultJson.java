package io.lingpai.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.fault.Fault;
import io.lingpai.sandbox.http.Json;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** {@code {"fault":"refuses","code":40001,"path":"/cgi-bin/token","times":3}} and back. */
final class FaultJson {
  private FaultJson() {}

  static Fault read(Input input) {
    input.only("fault", "code", "status", "millis", "path", "app", "times", "until_cleared");
    String word = input.requiredText("fault");
    Fault fault = named(word, input);
    String path = input.text("path").orElse(null);
    String app = input.text("app").orElse(null);
    int times = input.number("times").orElse(fault.times());
    if (input.flag("until_cleared")) {
      times = Fault.UNTIL_CLEARED;
    }
    return new Fault(fault.word(), fault.number(), fault.delay(), path, app, times);
  }

  private static Fault named(String name, Input input) {
    if (name.equals("answers_minus_one")) {
      return Fault.answersMinusOne();
    }
    Fault.Word word =
        Fault.Word.spelled(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "fault: " + name + " (expected one of: " + words() + ")"));
    return switch (word) {
      case REFUSES -> Fault.refuses(input.requiredNumber("code"));
      case LOSES_THE_ANSWER -> Fault.losesTheAnswer();
      case LOSES_THE_REQUEST -> Fault.losesTheRequest();
      case IS_SLOW -> Fault.isSlow(Duration.ofMillis(input.requiredNumber("millis")));
      case CUTS_THE_BODY -> Fault.cutsTheBody();
      case ANSWERS_GARBAGE -> Fault.answersGarbage();
      case ANSWERS_STATUS -> Fault.answersStatus(input.requiredNumber("status"));
      case IS_DOWN -> Fault.isDown();
    };
  }

  private static String words() {
    return Arrays.stream(Fault.Word.values())
            .map(Fault.Word::spelled)
            .collect(Collectors.joining(", "))
        + ", answers_minus_one";
  }

  static ObjectNode write(Fault fault) {
    ObjectNode json = Json.object().put("fault", fault.word().spelled());
    switch (fault.word()) {
      case REFUSES -> json.put("code", fault.number());
      case ANSWERS_STATUS -> json.put("status", fault.number());
      case IS_SLOW -> json.put("millis", fault.delay().toMillis());
      default -> {}
    }
    if (fault.path() != null) {
      json.put("path", fault.path());
    }
    if (fault.app() != null) {
      json.put("app", fault.app());
    }
    return fault.times() == Fault.UNTIL_CLEARED
        ? json.put("until_cleared", true)
        : json.put("times", fault.times());
  }
}
