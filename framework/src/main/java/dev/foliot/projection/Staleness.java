package dev.foliot.projection;

import java.time.Duration;
import org.apiguardian.api.API;

/**
 * Measures how far projections are behind the log.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface Staleness {
  /** The age of the oldest event that a projector of the projection has not handled yet. */
  Duration of(Class<?> projection);
}
