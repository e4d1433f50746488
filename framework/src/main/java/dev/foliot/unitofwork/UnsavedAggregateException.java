package dev.foliot.unitofwork;

import java.util.List;

/**
 * Aggregates raised events in a transaction that would not store them: they were never saved, or
 * their rows were not written. The transaction is rolled back.
 */
public final class UnsavedAggregateException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int NAMED = 10;
  private final transient List<String> aggregates;

  UnsavedAggregateException(List<String> aggregates) {
    super(
        "The transaction does not store all events that were raised in it: %s%s. Save each aggregate in its transaction. If it was loaded, call flush() before clear(), detach() or refresh(), and set flushAutomatically = true on a @Modifying query that clears. The property foliot.unit-of-work.unsaved-aggregates allows aggregates that are never saved."
            .formatted(
                String.join("; ", aggregates.subList(0, Math.min(NAMED, aggregates.size()))),
                aggregates.size() > NAMED
                    ? "; and %s more".formatted(aggregates.size() - NAMED)
                    : ""));
    this.aggregates = List.copyOf(aggregates);
  }

  /** The aggregates, each with its class, its id if it has one, and the types of the events. */
  public List<String> aggregates() {
    return aggregates;
  }
}
