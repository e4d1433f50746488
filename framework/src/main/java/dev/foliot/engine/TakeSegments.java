package dev.foliot.engine;

import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.eventstore.EventStore;
import dev.foliot.failure.Conflicts;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;

/**
 * Changes a subscription that an engine may be delivering at this moment. One transaction first
 * takes its segments from their owners, and then writes. A running batch cannot commit any more
 * (R28), and the next owner, in general the same node, reads the new state. So a change takes
 * effect at once, and exactly once.
 *
 * <p>The change waits for a commit that is under way, but only for a limited time, because the
 * owner may hang.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class TakeSegments {
  private static final int TRIES = 5;
  private static final Duration LOCK_WAIT = Duration.ofSeconds(1);

  private final SubscriptionStore store;
  private final EventStore log;
  private final Transactions transactions;
  private final Duration lockWait;

  public TakeSegments(SubscriptionStore store, EventStore log, Transactions transactions) {
    this(store, log, transactions, LOCK_WAIT);
  }

  /**
   * @param lockWait how long each of the tries waits for a lock
   */
  TakeSegments(
      SubscriptionStore store, EventStore log, Transactions transactions, Duration lockWait) {
    this.store = store;
    this.log = log;
    this.transactions = transactions;
    this.lockWait = lockWait;
  }

  /**
   * Takes the segments and makes the change, in its own transaction, which may take longer than the
   * default time limit for transactions. Afterwards, call {@link EngineNode#changed()}.
   *
   * @param change receives the registration of the subscription
   * @throws CannotAcquireLockException if an owner did not release the segments; nothing is changed
   */
  public <T> T andChange(String subscription, Function<Registration, T> change) {
    return tried(subscription, () -> change.apply(store.take(subscription)));
  }

  /**
   * As {@link #andChange(String, Function)}, of several subscriptions.
   *
   * @param before runs first, for locks that deliveries take before their checkpoint
   */
  public <T> T andChange(Collection<String> subscriptions, Runnable before, Supplier<T> change) {
    List<String> inOrder = subscriptions.stream().sorted().toList(); // so that two do not deadlock
    return tried(
        String.join(", ", inOrder),
        () -> {
          before.run();
          inOrder.forEach(store::take);
          return change.get();
        });
  }

  private <T> T tried(String subscription, Supplier<T> change) {
    for (int tries = 1; ; tries++) {
      try {
        return transactions.inNew(
            () -> {
              log.limitLockWait(lockWait);
              return change.get();
            });
      } catch (DataAccessException inUse) {
        if (!Conflicts.isConflict(inUse)) {
          throw inUse;
        }
        if (tries == TRIES) {
          throw new CannotAcquireLockException(
              "Subscription %s was not changed: an open transaction holds its segments, and did not end in time. Try it again. If that does not help, a node hangs in a delivery: stop that node, or end its transaction in the database."
                  .formatted(subscription),
              inUse);
        }
      }
    }
  }
}
