package dev.foliot.workflow.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Gives runs back that a node owns but does not execute, after an outage or an earlier start of the
 * node.
 */
final class LostRuns {
  /** The pause before a run is tried again that the database refused. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final RunStore store;
  private final InstantSource clock;
  private volatile boolean unsure = true;
  private volatile Duration pause = Duration.ZERO;

  LostRuns(RunStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Notes that there may be such a run. */
  void suspect() {
    pause = PAUSE;
    unsure = true;
  }

  /**
   * Gives them back, if there may be such runs.
   *
   * @param isInHand whether the node executes a run. True before the run gets its owner, and until
   *     it has no owner any more
   * @param due receives the due time of a run that was given back
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
