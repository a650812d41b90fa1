package io.lingpai.architecture.offender.keeper;

import io.lingpai.architecture.offender.keeper.circle.Back;

public record GoesInCircles(Back back) {
  public record Start() {}
}
