package io.lingpai.sandbox.wechat;

import java.util.List;

/** How a server did in the release check. */
public record ReleaseReport(int group, List<Step> steps) {
  /**
   * One case.
   *
   * @param millis until it was decided
   * @param saw what arrived, short
   */
  public record Step(String name, boolean passed, long millis, String expected, String saw) {}

  public ReleaseReport {
    steps = List.copyOf(steps);
  }

  public boolean passed() {
    return steps.stream().allMatch(Step::passed);
  }
}
