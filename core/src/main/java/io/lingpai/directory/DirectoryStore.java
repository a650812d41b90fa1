package io.lingpai.directory;

import io.lingpai.directory.Employee.Status;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps departments, employees and roles. Blocking; safe for many threads; throws {@link
 * io.lingpai.problem.StoreUnavailable} when the store cannot be reached.
 */
public interface DirectoryStore {

  /**
   * Writes a login, all of it or nothing.
   *
   * @throws Admission.Failed saying where, when it cannot be written
   */
  Admission arrive(Admission.Arrival arrival);

  /** Those of these departments that are known and not gone. */
  List<Department> departments(String app, Collection<Long> ids);

  List<Department> departments(String app, long after, int limit);

  Optional<Employee> employee(String app, String id);

  Optional<Employee> withUserid(String app, String userid);

  /** Departed ones included. */
  List<Employee> employees(String app, String after, int limit);

  List<Role> roles(String app, long after, int limit);

  Role addRole(String app, String name, String power);

  /**
   * Changes what is ours to say of an employee; who is disabled is logged out. Empty if there is no
   * such employee.
   *
   * @param roleId of a role there is, or 0
   */
  Optional<Employee> change(
      String app, String id, @Nullable Status status, @Nullable Long roleId, Instant at);

  /**
   * Writes somebody as the vendor has them now, beside any synchronization.
   *
   * @param fetched departments that the store did not have
   * @param proposedId their id, should this be the first we hear of them
   */
  void learnt(
      String app, Colleague person, List<Department> fetched, String proposedId, Instant at);

  /** Marks somebody as gone and logs them out; nothing happens if they are not known. */
  void departed(String app, String userid, Instant at);

  /** Writes a department as the vendor has it now; its people show its name from then on. */
  void learnt(String app, Department department, Instant at);

  /** Marks a department as gone; nothing happens if it is not known. */
  void closed(String app, long department, Instant at);

  /** Begins a synchronization, or finds the one that is running. */
  Sync beginSync(String app, String id, Instant at);

  Optional<Sync> sync(String app, String id);

  /** Newest first. */
  List<Sync> syncs(String app, int limit);

  /** Departments this synchronization has seen and not read the children of. */
  List<Long> unread(Sync sync, int limit);

  /** Departments this synchronization has not read the people of; for when all are seen. */
  List<Long> unstaffed(Sync sync, int limit);

  /**
   * Notes departments as the vendor has them now.
   *
   * @param parent whose children these are, all of them; {@code null} for the root
   */
  void saw(Sync sync, @Nullable Long parent, List<Department> departments);

  /**
   * Notes people as the vendor has them now.
   *
   * @param last whether these are the last of the department
   * @param newId draws an id for somebody not known yet
   */
  void sawPeople(
      Sync sync, long department, List<Colleague> people, boolean last, Supplier<String> newId);

  /**
   * Marks some of what this synchronization has not seen as gone, and logs those people out; who or
   * what was seen elsewhere since it began is spared. False when there is no more.
   */
  boolean markGone(Sync sync, Instant at);

  void finishSync(Sync sync, Sync.State state, @Nullable String problem, Instant at);
}
