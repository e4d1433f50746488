package dev.foliot.work;

import java.util.function.DoubleSupplier;

/**
 * The node that does a work.
 *
 * @param name its name, as in {@code foliot_node}
 * @param random decides what is left to chance, from 0 to 1; a simulation repeats it
 */
public record WorkingNode(String name, DoubleSupplier random) {}
