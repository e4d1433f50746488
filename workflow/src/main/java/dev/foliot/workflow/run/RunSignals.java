package dev.foliot.workflow.run;

import dev.foliot.unitofwork.UnitOfWork;
import dev.foliot.workflow.wait.RunsWoken;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/**
 * Notifies nodes of due runs: the node of this application at once after the commit, the others by
 * the engine's notifications.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class RunSignals implements RunsWoken {
  private final Runnable tellOthers;
  private final Set<Consumer<Instant>> listeners = new CopyOnWriteArraySet<>();

  /**
   * @param tellOthers lets the engines of other nodes look; it must not fail
   */
  public RunSignals(Runnable tellOthers) {
    this.tellOthers = tellOthers;
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
