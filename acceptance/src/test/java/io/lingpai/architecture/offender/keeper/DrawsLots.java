package io.lingpai.architecture.offender.keeper;

import java.security.SecureRandom;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

public final class DrawsLots {
  private DrawsLots() {}

  public static double by_math() {
    return Math.random();
  }

  public static Random by_random() {
    return new Random(7);
  }

  public static Random securely() {
    return new SecureRandom();
  }

  public static int by_thread() {
    return ThreadLocalRandom.current().nextInt();
  }

  public static UUID by_identifier() {
    return UUID.randomUUID();
  }
}
