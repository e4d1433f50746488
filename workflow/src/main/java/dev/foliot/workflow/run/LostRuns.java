package dev.foliot.workflow.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Gives runs back that a node owns and does not execute: after an outage, or from an earlier start.
 */
final class LostRuns {
  /** Until a run is tried again that the database did not take. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final RunStore store;
  private final InstantSource clock;
  private volatile boolean unsure = true;
  private volatile Duration pause = Duration.ZERO;

  LostRuns(RunStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** There may be one. */
  void suspect() {
    pause = PAUSE;
    unsure = true;
  }

  /**
   * Gives them back, if there may be one.
   *
   * @param isInHand whether the node executes a run: from before the run has its owner until after
   *     it has none any more
   * @param due receives when a run is due that was given back
   */
  void release(String node, Predicate<String> isInHand, Consumer<Instant> due) {
    if (!unsure) {
      return;
    }
    unsure = false;
    try {
      for (OwnedRun run : store.runs().ownedBy(node)) {
        if (!isInHand.test(run.id())) {
          due.accept(release(run));
        }
      }
    } catch (Throwable e) {
      unsure = true;
      throw e;
    }
  }

  private Instant release(OwnedRun run) {
    Instant due = clock.instant().plus(pause);
    return store.alone(
        () -> {
          store.runs().release(run, due);
          return due;
        });
  }
}
