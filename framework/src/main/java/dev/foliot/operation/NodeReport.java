package dev.foliot.operation;

import java.time.Instant;

/**
 * An engine that is registered in the database.
 *
 * @param node its name
 * @param leaseUntil the end of its lease, by the database's clock
 * @param alive whether the lease has not expired; if it has, other nodes take over its segments
 */
public record NodeReport(String node, Instant leaseUntil, boolean alive) {}
