package dev.foliot.work;

import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The node that does a work.
 *
 * @param name its name, as in {@code foliot_node}
 * @param random returns random numbers from 0 to 1; a simulation repeats them
 * @param wakeUp makes the node call {@link Steps#hasWork()} and {@link Steps#nextDue()} at once.
 *     Run it when their results change outside of a step; any thread may run it
 * @param leaseTime an SQL expression for the current time; leases are compared with this time
 */
public record WorkingNode(
    String name, DoubleSupplier random, Runnable wakeUp, Supplier<String> leaseTime) {}
