package io.lingpai.client;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who somebody is: a member of a mini program or official account. It prints as the id only. */
public final class Person {

  private final Fields said;

  Person(Fields said) {
    this.said = said;
    said.text("id");
    said.text("openid");
  }

  /** The member's id at the server. */
  public String id() {
    return said.text("id");
  }

  /** The vendor's id of this person in this app. */
  public String openid() {
    return said.text("openid");
  }

  /** The vendor's id of this person in all apps of one owner; empty when the vendor gave none. */
  public Optional<String> unionid() {
    return Optional.ofNullable(said.orNull("unionid"));
  }

  /** Everything the server said, by the names of its API; not to be changed. */
  public Map<String, @Nullable Object> all() {
    return said.all();
  }

  @Override
  public String toString() {
    return "member " + id();
  }
}
