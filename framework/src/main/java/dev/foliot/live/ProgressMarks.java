package dev.foliot.live;

import java.util.Set;
import org.apiguardian.api.API;

/**
 * Marks the progress of subscriptions on all nodes.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface ProgressMarks {
  /** A value that changes when something is delivered to the subscriptions. */
  Object of(Set<String> subscriptions);
}
