package io.lingpai.sandbox.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults still to come, in the order in which they were asked for. Safe for many threads. */
public final class FaultPlan {
  private final List<Fault> pending = new ArrayList<>();

  public synchronized void add(Fault fault) {
    pending.add(fault);
  }

  /** The first fault that fits this call, one of its times spent. */
  public synchronized Optional<Fault> take(String path, Optional<String> app) {
    for (int i = 0; i < pending.size(); i++) {
      Fault fault = pending.get(i);
      if (fault.strikes(path, app)) {
        if (fault.times() == 1) {
          pending.remove(i);
        } else if (fault.times() != Fault.UNTIL_CLEARED) {
          pending.set(i, fault.times(fault.times() - 1));
        }
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  public synchronized List<Fault> pending() {
    return List.copyOf(pending);
  }

  public synchronized void clear() {
    pending.clear();
  }
}
