package dev.foliot.engine;

import dev.foliot.time.MicrosecondClock;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.apiguardian.api.API;

/**
 * This node: its name, its time and its threads.
 *
 * @param name different for every start of an application
 * @param heartbeats where the heartbeat, and the listener to other nodes, take their connections
 *     from
 * @param leaseClock the clock that leases are measured by
 * @param clock the application's clock
 * @param nanoTime how time passes for this node, in nanoseconds
 * @param threads makes the engine's threads
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record LocalNode(
    String name,
    DataSource heartbeats,
    LeaseClock leaseClock,
    MicrosecondClock clock,
    LongSupplier nanoTime,
    ThreadFactory threads) {}
