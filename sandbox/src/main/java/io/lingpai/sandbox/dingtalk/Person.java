package io.lingpai.sandbox.dingtalk;

import java.util.List;

/**
 * One employee, as the vendor knows them.
 *
 * @param departments in the vendor's order, the first one first
 * @param active has activated DingTalk
 */
public record Person(
    String userid,
    String unionid,
    String name,
    String mobile,
    String title,
    List<Long> departments,
    boolean active) {

  public Person {
    departments = List.copyOf(departments);
    if (departments.isEmpty()) {
      throw new IllegalArgumentException("departments: none (expected: one or more)");
    }
  }

  /** In these departments, and otherwise with made-up details. */
  public static Person of(String userid, String name, Long... departments) {
    return new Person(
        userid,
        "union-" + userid,
        name,
        "138" + "%08d".formatted(Math.floorMod(userid.hashCode(), 100_000_000)),
        "工程师",
        List.of(departments),
        true);
  }

  public Person called(String other) {
    return new Person(userid, unionid, other, mobile, title, departments, active);
  }

  public Person reachedAt(String number) {
    return new Person(userid, unionid, name, number, title, departments, active);
  }

  public Person as(String position) {
    return new Person(userid, unionid, name, mobile, position, departments, active);
  }

  public Person asInactive() {
    return new Person(userid, unionid, name, mobile, title, departments, false);
  }
}
