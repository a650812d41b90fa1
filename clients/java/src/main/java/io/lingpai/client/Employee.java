package io.lingpai.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who somebody is in a company, such as one at DingTalk. It prints as the id only. */
public final class Employee {

  private final Fields said;

  Employee(Fields said) {
    this.said = said;
    said.text("id");
    said.text("userid");
  }

  /** The employee's id at the server. */
  public String id() {
    return said.text("id");
  }

  /** The vendor's id of this person in the company. */
  public String userid() {
    return said.text("userid");
  }

  /** The name, as the company writes it; empty where the app may not see it. */
  public String name() {
    return said.orElse("name", "");
  }

  /** Everything the server said, by the names of its API; not to be changed. */
  public Map<String, @Nullable Object> all() {
    return said.all();
  }

  @Override
  public String toString() {
    return "employee " + id();
  }
}
