/**
 * Nodes that are killed, stalled and stopped at random, on one PostgreSQL, with a ledger that must
 * balance. Open {@code PostgresKilledNodesIntegrationTests} first. {@link
 * dev.foliot.crash.Counters} is the application, {@link dev.foliot.crash.Orders} its submitted
 * commands, timers and process instances, {@link dev.foliot.crash.CrashNode} the process.
 */
package dev.foliot.crash;
