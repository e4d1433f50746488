package dev.foliot.operation;

import java.time.Instant;

/**
 * An engine that has entered the database.
 *
 * @param node its name
 * @param leaseUntil until when what it owns is its own, by the database's clock
 * @param alive whether that is still to come; if not, others take over what it owned
 */
public record NodeReport(String node, Instant leaseUntil, boolean alive) {}
