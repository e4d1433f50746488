package dev.foliot.engine;

import org.apiguardian.api.API;

/**
 * The clock that leases are measured by: the database's, so that nodes whose own clocks differ
 * agree (R28).
 *
 * <p>A database's {@code current_timestamp} may be the time when the transaction began. So this
 * clock is used in short transactions only, where an older instant does no harm: a node measures
 * its own lease from a time before the transaction, and the lease of another node only seems to
 * last longer.
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
