package io.lingpai.architecture.offender.keeper.circle;

import io.lingpai.architecture.offender.keeper.GoesInCircles;

public record Back(GoesInCircles.Start start) {}
