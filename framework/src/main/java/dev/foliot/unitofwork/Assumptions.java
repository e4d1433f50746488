package dev.foliot.unitofwork;

import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.eventstore.StreamName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What one unit of work has taken for granted. */
final class Assumptions {
  private final Map<StreamName, Assumption> byStream = new LinkedHashMap<>();

  void add(Assumption assumption) {
    byStream.put(assumption.stream(), assumption);
  }

  /**
   * Before the commit: asks the database about each.
   *
   * @param appendedTo streams that need no proof of their own, since the append is one
   * @throws ConcurrentAggregateChangeException if one does not hold
   */
  void prove(Set<StreamName> appendedTo) {
    for (Assumption each : byStream.values()) {
      if (!appendedTo.contains(each.stream())) {
        each.verify();
      }
    }
  }

  /** A failure that came from a wrong assumption is a conflict, to be tried again. */
  Throwable explain(Throwable failure) {
    if (failure instanceof ConcurrentAggregateChangeException conflict) {
      refutedBy(conflict);
      return failure;
    }
    for (Assumption each : byStream.values()) {
      try {
        each.verify();
      } catch (ConcurrentAggregateChangeException conflict) {
        each.refuted();
        conflict.addSuppressed(failure);
        return conflict;
      } catch (RuntimeException cannotBeAsked) { // by a transaction that is broken
        each.refuted();
      }
    }
    return failure;
  }

  void refutedBy(ConcurrentAggregateChangeException conflict) {
    Assumption wrong = byStream.get(conflict.stream());
    if (wrong != null) {
      wrong.refuted();
    }
  }
}
