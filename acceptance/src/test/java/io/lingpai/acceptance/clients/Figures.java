package io.lingpai.acceptance.clients;

import io.lingpai.acceptance.stage.Caller;
import java.util.Map;
import java.util.stream.Collectors;

/** What was counted, in one line a scenario, so that it can be quoted. */
final class Figures {

  private Figures() {}

  static void print(String scenario, Object... namesAndNumbers) {
    StringBuilder line = new StringBuilder("figures: ").append(scenario).append(':');
    for (int i = 0; i < namesAndNumbers.length; i += 2) {
      line.append(i == 0 ? " " : ", ")
          .append(namesAndNumbers[i])
          .append(' ')
          .append(namesAndNumbers[i + 1]);
    }
    System.out.println(line);
  }

  /** How often each status came: {@code 200 × 998, 503 × 2}. */
  static String statuses(Crowd.Outcome<Caller.Answer> outcome) {
    Map<Integer, Long> counts =
        outcome.answers().stream()
            .collect(Collectors.groupingBy(Caller.Answer::status, Collectors.counting()));
    return counts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + " × " + entry.getValue())
        .collect(Collectors.joining(" and "));
  }
}
