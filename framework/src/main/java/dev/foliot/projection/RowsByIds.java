package dev.foliot.projection;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Finds the fast way to rows by their ids.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface RowsByIds {
  /** The fast way for a view; empty if it can only read one row at a time. */
  <P> Optional<RowsById<P>> of(Class<P> projection, View<P> view);
}
