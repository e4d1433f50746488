package dev.foliot.live;

import java.util.Set;
import org.apiguardian.api.API;

/**
 * Marks how far subscriptions have come on all nodes.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface ProgressMarks {
  /** A value that is equal for as long as nothing is delivered to the subscriptions. */
  Object of(Set<String> subscriptions);
}
