package io.lingpai.server.directory;

import io.lingpai.directory.Department;
import io.lingpai.directory.DirectoryStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Departments on the way from some to the root that are not in the store. */
final class Lineage {

  /** Deeper than any company; a vendor's tree that goes in circles ends here. */
  private static final int FETCHED_AT_MOST = 200;

  private Lineage() {}

  /** Asks the vendor. */
  @FunctionalInterface
  interface Source<E extends Exception> {
    /** A department, or null if it is hidden from us. */
    @Nullable Department fetch(long id) throws E;
  }

  static <E extends Exception> List<Department> unknown(
      DirectoryStore directory, String app, Collection<Long> of, Source<E> source) throws E {
    List<Department> fetched = new ArrayList<>();
    Set<Long> looked = new LinkedHashSet<>();
    Set<Long> wanted = new LinkedHashSet<>(of);
    wanted.add(Department.ROOT);
    while (!wanted.isEmpty() && fetched.size() < FETCHED_AT_MOST) {
      looked.addAll(wanted);
      List<Department> here = new ArrayList<>(directory.departments(app, wanted));
      here.forEach(known -> wanted.remove(known.id()));
      for (long id : wanted) {
        Department department = source.fetch(id);
        if (department != null) {
          fetched.add(department);
          here.add(department);
        }
      }
      wanted.clear();
      here.stream()
          .map(Department::parent)
          .filter(parent -> parent != 0 && !looked.contains(parent))
          .forEach(wanted::add);
    }
    return fetched;
  }
}
