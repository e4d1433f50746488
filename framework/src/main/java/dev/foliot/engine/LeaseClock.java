package dev.foliot.engine;

import org.apiguardian.api.API;

/**
 * The clock that leases are measured by: the database's, so that nodes whose own clocks differ
 * agree (R28).
 *
 * <p>A database's {@code current_timestamp} may be the time when the transaction began. So it is
 * used in short transactions only, where an older instant does no harm: the holder of a lease
 * counts from a time before its transaction, and another node's lease only seems to last longer.
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
