package dev.foliot.consistency;

import dev.foliot.unitofwork.TrackCommits;
import dev.foliot.unitofwork.UnitOfWork;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Runs actions, and collects the events that their thread commits.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class TrackedActions {
  private TrackedActions() {}

  /**
   * Runs the action.
   *
   * @throws IllegalStateException in a transaction, because the transaction commits after the
   *     action
   */
  public static <R extends @Nullable Object> Tracked<R> run(Supplier<R> action) {
    if (UnitOfWork.current().isPresent()) {
      throw new IllegalStateException(
          "The commits of an action cannot be tracked within a transaction, which commits after the action. Call domain.tracking around the transaction.");
    }
    TrackCommits commits = TrackCommits.begin(committed -> {});
    try {
      R result = action.get();
      return new Tracked<>(result, ConsistencyToken.of(commits.positions()));
    } finally {
      commits.close();
    }
  }
}
