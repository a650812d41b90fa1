package io.lingpai.sandbox.dingtalk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.lingpai.sandbox.http.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A company's directory: a tree of departments and the people in them. Safe for many threads. */
public final class Company {
  private static final int LARGE_DEPARTMENT = 250;
  private static final int IN_TWO_DEPARTMENTS = 10;

  private final String corpId;
  private final Map<Long, Department> departments = new TreeMap<>();
  private final Map<Long, Set<Long>> children = new TreeMap<>();
  private final Map<String, Person> people = new LinkedHashMap<>();
  private final Map<Long, Set<String>> members = new TreeMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private long lastDepartment = Department.ROOT;
  private boolean quiet;

  /** Hears of what is different. */
  @FunctionalInterface
  interface Listener {
    void happened(String type, String field, ArrayNode ids);
  }

  Company(String corpId, String name) {
    this.corpId = corpId;
    put(new Department(Department.ROOT, name, 0));
  }

  public String corpId() {
    return corpId;
  }

  void tells(Listener listener) {
    listeners.add(listener);
  }

  private void tell(String type, long department) {
    if (!quiet) {
      listeners.forEach(one -> one.happened(type, "DeptId", Json.array().add(department)));
    }
  }

  private void tell(String type, String userid) {
    if (!quiet) {
      listeners.forEach(one -> one.happened(type, "UserId", Json.array().add(userid)));
    }
  }

  /** A new department beneath another; its id. */
  public synchronized long adds(String name, long parent) {
    demand(parent);
    put(new Department(++lastDepartment, name, parent));
    tell("org_dept_create", lastDepartment);
    return lastDepartment;
  }

  public synchronized void renames(long id, String name) {
    put(new Department(id, name, demand(id).parent()));
    tell("org_dept_modify", id);
  }

  /** Moves a department with everything beneath it. */
  public synchronized void moves(long id, long parent) {
    demand(parent);
    Department before = demand(id);
    children(before.parent()).remove(id);
    put(new Department(id, before.name(), parent));
    tell("org_dept_modify", id);
  }

  /** Closes a department that has neither people nor departments. */
  public synchronized void closes(long id) {
    if (!children(id).isEmpty() || !members(id).isEmpty()) {
      throw new IllegalArgumentException("id: " + id + " (expected: an empty department)");
    }
    children(demand(id).parent()).remove(id);
    departments.remove(id);
    tell("org_dept_remove", id);
  }

  /** Somebody joins, or changes: of whoever has this user id, this is what holds now. */
  public synchronized void has(Person person) {
    person.departments().forEach(this::demand);
    boolean known = removed(person.userid());
    people.put(person.userid(), person);
    person.departments().forEach(id -> members(id).add(person.userid()));
    tell(known ? "user_modify_org" : "user_add_org", person.userid());
  }

  /** Somebody leaves the company; nothing happens if they are not there. */
  public synchronized void leaves(String userid) {
    if (removed(userid)) {
      tell("user_leave_org", userid);
    }
  }

  private boolean removed(String userid) {
    Person before = people.remove(userid);
    if (before != null) {
      before.departments().forEach(id -> members(id).remove(userid));
    }
    return before != null;
  }

  /**
   * Grows by departments and people: {@code levels} deep, with one department of more people than a
   * page holds, and every tenth person in two departments. No event tells of it.
   */
  public synchronized void grows(int moreDepartments, int morePeople, int levels, long seed) {
    quiet = true;
    Random dice = new Random(seed);
    List<Long> ids = new ArrayList<>(List.of(Department.ROOT));
    Map<Long, Integer> depth = new TreeMap<>(Map.of(Department.ROOT, 0));
    for (int i = 0; i < moreDepartments; i++) {
      // The first ones form a chain, so that the depth is reached whatever the dice say.
      long parent = i < levels ? ids.get(ids.size() - 1) : ids.get(dice.nextInt(ids.size()));
      if (depth.getOrDefault(parent, 0) >= levels) {
        parent = Department.ROOT;
      }
      long id = adds("部门" + (lastDepartment + 1), parent);
      ids.add(id);
      depth.put(id, depth.getOrDefault(parent, 0) + 1);
    }
    int before = people.size();
    for (int i = 0; i < morePeople; i++) {
      Long first =
          i < LARGE_DEPARTMENT ? ids.get(ids.size() - 1) : ids.get(dice.nextInt(ids.size()));
      Long second = ids.get(dice.nextInt(ids.size()));
      String userid = "user" + (before + i);
      boolean inTwo = i % IN_TWO_DEPARTMENTS == 0 && !first.equals(second);
      has(
          inTwo
              ? Person.of(userid, "员工" + (before + i), first, second)
              : Person.of(userid, "员工" + (before + i), first));
    }
    quiet = false;
  }

  public synchronized Optional<Department> department(long id) {
    return Optional.ofNullable(departments.get(id));
  }

  public synchronized List<Department> beneath(long id) {
    return children(id).stream().map(this::demand).toList();
  }

  /** Itself first, the root last. */
  public synchronized List<Long> chain(long id) {
    List<Long> chain = new ArrayList<>();
    for (long at = id; at != 0; at = demand(at).parent()) {
      chain.add(at);
    }
    return chain;
  }

  public synchronized Optional<Person> person(String userid) {
    return Optional.ofNullable(people.get(userid));
  }

  public synchronized List<Person> in(long department) {
    return members(department).stream().map(people::get).toList();
  }

  public synchronized Collection<Department> departments() {
    return List.copyOf(departments.values());
  }

  public synchronized Collection<Person> people() {
    return List.copyOf(people.values());
  }

  private void put(Department department) {
    departments.put(department.id(), department);
    children(department.parent()).add(department.id());
  }

  private Department demand(long id) {
    Department department = departments.get(id);
    if (department == null) {
      throw new IllegalArgumentException("id: " + id + " (expected: a department there is)");
    }
    return department;
  }

  private Set<Long> children(long id) {
    return children.computeIfAbsent(id, unused -> new LinkedHashSet<>());
  }

  private Set<String> members(long id) {
    return members.computeIfAbsent(id, unused -> new LinkedHashSet<>());
  }
}
