package dev.foliot.workflow.run;

import dev.foliot.message.MessageJson;
import dev.foliot.workflow.encryption.PayloadUnreadableException;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Finds the runs of a workflow that have not ended and fulfil a condition, and cancels runs.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class CancelRuns {
  private static final Logger LOG = LoggerFactory.getLogger(CancelRuns.class);

  private final RunParts parts;
  private final RunStore store;

  public CancelRuns(RunParts parts, RunStore store) {
    this.parts = parts;
    this.store = store;
  }

  /**
   * The key of the runs with a value of a property. It begins with a hash of the property, so that
   * runs are found that were stored before another property was chosen.
   *
   * @return 64 hexadecimal digits
   */
  public static String key(String property, Object value) {
    return ReadCancellable.key(property, value);
  }

  /** A condition on a run. */
  @FunctionalInterface
  public interface Condition {
    /** Whether the run with this id and this input is cancelled. */
    boolean holds(String id, @Nullable Object input);
  }

  /**
   * The ids of these runs. Nothing is locked.
   *
   * @param key the key of the runs for which the condition may hold; null for all runs
   */
  public List<String> find(String workflow, @Nullable String key, Condition condition) {
    List<String> found = new ArrayList<>();
    new ReadCancellable(store.runs())
        .forEach(
            workflow,
            key,
            run -> {
              if (holds(condition, run)) {
                found.add(run.id());
              }
            });
    return found;
  }

  /**
   * A start that follows in the same transaction.
   *
   * @param workflow the name of the workflow
   */
  public record Later(String workflow, @Nullable Object input) {}

  /**
   * Cancels runs, in the transaction of the caller. This method first locks the flow-control states
   * that the later starts of this transaction need. A start also locks these states before it
   * cancels a run, so two transactions never wait for each other.
   */
  public void cancel(List<String> runs, List<Later> starts) {
    if (!runs.isEmpty()) {
      store.admission().lock(starts);
      runs.forEach(store.waits()::cancel);
    }
  }

  private boolean holds(Condition condition, RunRow run) {
    try {
      return holds(condition, run, store.runs().input(run));
    } catch (PayloadUnreadableException e) {
      return unreadable(run, e);
    }
  }

  /** If the database is unavailable, the event is delivered again. */
  private boolean holds(Condition condition, RunRow run, String stored) {
    try {
      return condition.holds(run.id(), read(run, stored));
    } catch (DataAccessException | TransactionException away) {
      throw away;
    } catch (Throwable e) { // the constructor of the input may throw anything
      return unreadable(run, e);
    }
  }

  private static boolean unreadable(RunRow run, Throwable e) {
    LOG.warn(
        "run={} is not cancelled, because its input cannot be read: {}",
        run.id(),
        MessageJson.describeWithoutValues(e));
    return false;
  }

  private @Nullable Object read(RunRow run, String stored) {
    RunRow.Identity identity = run.identity();
    WorkflowDefinition workflow =
        parts
            .registry()
            .find(identity.workflow(), identity.version())
            .orElseGet(() -> parts.registry().required(identity.workflow()));
    return parts.codec().read(stored, workflow.body().inputType());
  }
}
