package dev.foliot.trace;

import java.util.List;
import java.util.UUID;
import org.apiguardian.api.API;

/**
 * The runs of another module.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface TracedRuns {
  /**
   * The runs of a correlation, the earliest start first.
   *
   * @param correlationKey the correlation id as columns store it
   */
  List<TracedRun> of(UUID correlationKey, int limit);
}
