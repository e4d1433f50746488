package dev.foliot.aggregate;

import dev.foliot.eventstore.AggregateClosedException;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Given;
import java.util.Collection;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Snapshots of event-sourced aggregates on demand. They only save time, so each may be deleted at
 * any time. A snapshot is not used after the fields of the state have changed. A change inside an
 * {@code @Apply} method or {@code evolve} is not noticed: delete the snapshots of the class after
 * such a change. Safe for use by several threads.
 */
public final class Snapshots {
  private static final int PAGE = 500;

  private final AggregateRepositories repositories;
  private final SnapshotStore snapshots;
  private final EventStore store;
  private final List<Class<?>> aggregates;

  /**
   * Made by the auto-configuration.
   *
   * @param aggregates the application's aggregate classes
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public Snapshots(
      AggregateRepositories repositories,
      SnapshotStore snapshots,
      EventStore store,
      Collection<Class<?>> aggregates) {
    this.repositories = repositories;
    this.snapshots = snapshots;
    this.store = store;
    this.aggregates = List.copyOf(aggregates);
  }

  /**
   * Takes a snapshot of one aggregate now, in a transaction of its own.
   *
   * @throws AggregateNotFoundException if there is no such aggregate
   * @throws AggregateClosedException if it is closed
   * @throws IllegalArgumentException if the class has no snapshots
   * @throws IllegalStateException if the state does not survive as JSON
   */
  public void take(Class<?> type, String id) {
    LoadAggregate<?> loading = repositories.withSnapshots(type);
    if (!loading.takeSnapshot(loading.stream(id))) {
      throw new AggregateNotFoundException(AggregateLifecycle.categoryOf(type), id);
    }
  }

  /**
   * Takes a snapshot of each aggregate of a class that is not closed, one transaction each.
   *
   * @return the number of these aggregates
   * @throws IllegalArgumentException if the class has no snapshots
   * @throws IllegalStateException if a state does not survive as JSON
   */
  public long takeAll(Class<?> type) {
    LoadAggregate<?> loading = repositories.withSnapshots(type);
    long taken = 0;
    String last = "";
    List<String> ids;
    do {
      ids = store.streams(AggregateLifecycle.categoryOf(type), last, PAGE);
      for (String id : ids) {
        taken += takeIfOpen(loading, id) ? 1 : 0;
        last = id;
      }
    } while (ids.size() == PAGE);
    return taken;
  }

  private static boolean takeIfOpen(LoadAggregate<?> loading, String id) {
    try {
      return loading.takeSnapshot(loading.stream(id));
    } catch (AggregateClosedException closed) {
      return false;
    }
  }

  /** As {@link #takeAll(Class)}, for each class that has snapshots. */
  public long takeAll() {
    return aggregates.stream().filter(repositories::hasSnapshots).mapToLong(this::takeAll).sum();
  }

  /** Deletes the snapshot of one aggregate; true if there was one. */
  public boolean delete(Class<?> type, String id) {
    Given.value(type, "snapshots.delete", "an aggregate class");
    Given.text(id, "snapshots.delete", "the id of an aggregate");
    return snapshots.delete(new StreamName(AggregateLifecycle.categoryOf(type), id)) > 0;
  }

  /** Deletes all snapshots of a class, and returns their number. */
  public int deleteAll(Class<?> type) {
    Given.value(type, "snapshots.deleteAll", "an aggregate class, or leave it out");
    return snapshots.delete(AggregateLifecycle.categoryOf(type));
  }

  /** Deletes all snapshots, and returns their number. */
  public int deleteAll() {
    return snapshots.deleteAll();
  }
}
