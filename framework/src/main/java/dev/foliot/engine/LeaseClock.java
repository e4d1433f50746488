package dev.foliot.engine;

import org.apiguardian.api.API;

/**
 * The clock that leases are measured by: the database's, so that nodes whose own clocks differ
 * agree (R28).
 *
 * <p>A database's {@code current_timestamp} may be that of the transaction's begin. So it stands in
 * short transactions of its own, where an older instant does no harm: a lease that is taken by it
 * ends earlier than its holder assumes at most by the span that the holder has subtracted already,
 * and another node's lease seems to last longer.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface LeaseClock {
  /** The database's own clock. */
  LeaseClock OF_DATABASE = () -> "current_timestamp";

  /** An SQL expression for the present instant, a timestamp with time zone. */
  String now();
}
