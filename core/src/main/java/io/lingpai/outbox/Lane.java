package io.lingpai.outbox;

/** Which work goes first. Each lane has room of its own, so that none waits for another. */
public enum Lane {
  /** What dies within minutes: authorization codes. */
  URGENT(0),
  USUAL(1),
  /** What nobody waits for. */
  BACKGROUND(2);

  private final int number;

  Lane(int number) {
    this.number = number;
  }

  /** As stores keep it. */
  public int number() {
    return number;
  }

  public static Lane of(int number) {
    for (Lane lane : values()) {
      if (lane.number == number) {
        return lane;
      }
    }
    throw new IllegalArgumentException("no lane has the number " + number);
  }
}
