package io.lingpai.directory;

import io.lingpai.secret.Secret;
import java.util.List;

/**
 * Somebody of a company, in the vendor's words.
 *
 * @param active has begun to use the vendor's app
 * @param departments in the vendor's order; of several the first leads
 * @param document all that the vendor said, as JSON
 */
public record Colleague(
    String userid,
    String name,
    String mobile,
    String position,
    boolean active,
    List<Long> departments,
    Secret document) {

  public Colleague {
    departments = List.copyOf(departments);
  }

  /** Somebody's data. */
  @Override
  public String toString() {
    return "Colleague[…]";
  }
}
