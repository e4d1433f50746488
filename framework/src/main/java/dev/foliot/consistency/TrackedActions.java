package dev.foliot.consistency;

import dev.foliot.unitofwork.TrackCommits;
import dev.foliot.unitofwork.Transactions;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Runs actions, and collects the events that their thread commits in one application.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class TrackedActions {
  private final Transactions transactions;

  public TrackedActions(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Runs the action.
   *
   * @throws IllegalStateException in a transaction, because the transaction commits after the
   *     action
   */
  public <R extends @Nullable Object> Tracked<R> run(Supplier<R> action) {
    if (transactions.current().isPresent()) {
      throw new IllegalStateException(
          "The commits of an action cannot be tracked within a transaction, which commits after the action. Call domain.tracking around the transaction.");
    }
    TrackCommits commits = TrackCommits.begin(transactions, committed -> {});
    try {
      R result = action.get();
      return new Tracked<>(result, ConsistencyToken.of(commits.positions()));
    } finally {
      commits.close();
    }
  }
}
