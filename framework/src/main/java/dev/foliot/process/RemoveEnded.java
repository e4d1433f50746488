package dev.foliot.process;

import dev.foliot.work.ExpiringRows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Removes the instances that ended long ago, with their transitions.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class RemoveEnded implements ExpiringRows {
  private final ProcessTables tables;
  private final InstantSource clock;
  private final Duration retention;

  /**
   * @param retention how long after its end an instance is kept
   */
  public RemoveEnded(ProcessTables tables, InstantSource clock, Duration retention) {
    this.tables = tables;
    this.clock = clock;
    this.retention = retention;
  }

  @Override
  public int removeSome(int most) {
    Instant endedBefore = clock.instant().minus(retention);
    List<ProcessRow> ended = tables.instances().endedBefore(endedBefore, most);
    for (ProcessRow each : ended) {
      if (tables.instances().delete(each.process(), each.id(), each.revision())) {
        tables.transitions().delete(each.process(), each.id());
      }
    }
    return ended.size();
  }
}
