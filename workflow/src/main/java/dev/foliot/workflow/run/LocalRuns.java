package dev.foliot.workflow.run;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The runs that the running engine of this application executes.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class LocalRuns {
  private final BooleanSupplier isRunning;
  private volatile @Nullable RunsInHand running;

  /**
   * @param isRunning whether the engine runs on threads of its own
   */
  public LocalRuns(BooleanSupplier isRunning) {
    this.isRunning = isRunning;
  }

  /** Whether the engine runs on threads of its own. */
  boolean isRunning() {
    return isRunning.getAsBoolean();
  }

  void begin(RunsInHand runs) {
    running = runs;
  }

  void end() {
    running = null;
  }

  /** Whether this node executes a run. */
  boolean executes(String run) {
    RunsInHand current = running;
    return current != null && current.has(run);
  }

  /** Room for a run that is about to be started; empty if there is none. */
  Optional<RunsInHand> roomFor(String run) {
    RunsInHand current = running;
    return current != null && current.reserve(run) ? Optional.of(current) : Optional.empty();
  }
}
