package dev.foliot.work;

import java.util.function.DoubleSupplier;

/**
 * The node that does a work.
 *
 * @param name its name, as in {@code foliot_node}
 * @param random returns random numbers from 0 to 1; a simulation repeats them
 */
public record WorkingNode(String name, DoubleSupplier random) {}
