package dev.foliot.workflow.run;

import dev.foliot.work.ExpiringRows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Removes the runs that ended long ago, with their journals and waits, and old states of flow
 * control.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class RemoveEndedRuns implements ExpiringRows {
  /** Longer than the difference between the clocks of nodes. */
  private static final Duration AFTER_ADMISSION = Duration.ofHours(1);

  private final RunStore store;
  private final InstantSource clock;
  private final Duration retention;

  /**
   * @param retention how long after its end a run is kept
   */
  public RemoveEndedRuns(RunStore store, InstantSource clock, Duration retention) {
    this.store = store;
    this.clock = clock;
    this.retention = retention;
  }

  @Override
  public int removeSome(int most) {
    List<String> ended = store.runs().endedBefore(clock.instant().minus(retention), most);
    ended.forEach(store.runs()::delete);
    if (ended.size() == most) {
      return most;
    }
    Instant over = clock.instant().minus(AFTER_ADMISSION);
    return ended.size() + store.runs().admissions().removeOver(over, most - ended.size());
  }
}
