package dev.foliot.workflow.run;

import dev.foliot.unitofwork.UnitOfWork;
import dev.foliot.work.Topics;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.wait.RunsWoken;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * Notifies readers of the streams of runs, and nodes when runs are due: the node of this
 * application at once after the commit, the others by the engine's notifications.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class RunSignals implements RunsWoken {
  private static final String TOPIC = Topics.PREFIX + "run/";

  private final Runnable tellOthers;
  private final Supplier<Topics> topics;
  private final Set<Consumer<Instant>> listeners = new CopyOnWriteArraySet<>();

  /**
   * @param tellOthers lets the engines of other nodes look; it must not fail
   * @param topics wakes the readers of streams
   */
  public RunSignals(Runnable tellOthers, Supplier<Topics> topics) {
    this.tellOthers = tellOthers;
    this.topics = topics;
  }

  /** A run is due at this instant when the transaction of this thread has committed. */
  @Override
  public void dueAfterCommit(Instant at) {
    afterCommit(
        () -> {
          dueHere(at);
          tellOthers.run();
        });
  }

  /** A run is due at this instant, and only this node knows it. */
  void dueHere(Instant at) {
    listeners.forEach(each -> each.accept(at));
  }

  /** Called after a commit: the run has emitted events, or has ended. */
  void streamed(String run) {
    topics.get().committed(TOPIC + run);
  }

  /** Called after a commit of these entries. */
  void stored(String run, List<JournalEntry> entries) {
    if (entries.stream().anyMatch(entry -> entry.kind() == OperationKind.EMIT)) {
      streamed(run);
    }
  }

  /**
   * Runs an action after each commit that {@link #streamed} is called for, on any node.
   *
   * @param run an id that can be stored
   */
  Topics.Registration onStreamed(String run, Runnable wake) {
    return topics.get().onCommit(TOPIC + run, wake);
  }

  static void afterCommit(Runnable action) {
    UnitOfWork.current().ifPresentOrElse(unit -> unit.afterCommit(action), action);
  }

  /** Calls the listener for each due run until {@link #forget} removes it. */
  public void listen(Consumer<Instant> listener) {
    listeners.add(listener);
  }

  void forget(Consumer<Instant> listener) {
    listeners.remove(listener);
  }
}
