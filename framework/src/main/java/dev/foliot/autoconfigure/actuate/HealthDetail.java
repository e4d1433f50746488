package dev.foliot.autoconfigure.actuate;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A detail of the health of the engine that another module adds. It never changes the status.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface HealthDetail {
  /** The name, such as {@code runs}. */
  String name();

  /** The value, without a query; null if it is not known. */
  @Nullable Object latest();
}
