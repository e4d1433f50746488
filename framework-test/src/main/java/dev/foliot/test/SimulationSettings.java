package dev.foliot.test;

import dev.foliot.Domain;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a simulation.
 *
 * @param firstSeed the first seed
 * @param seeds the number of seeds
 * @param nodes the maximum number of living nodes
 * @param crashes the commits at which faults occur
 * @param faults the faults
 * @param mayPark whether messages may be parked in the end
 * @param comparing returns the state to compare; null for the standard one
 */
record SimulationSettings(
    long firstSeed,
    int seeds,
    int nodes,
    Crashes crashes,
    Set<Fault> faults,
    boolean mayPark,
    @Nullable Function<Domain, ?> comparing) {
  static final String SEED = "foliot.simulation.seed";
  static final String SEEDS = "foliot.simulation.seeds";

  /**
   * Returns these settings, with the values that system properties override.
   *
   * @throws IllegalArgumentException if a property is not a number, or there is no seed
   */
  SimulationSettings overridden() {
    Long seed = property(SEED, Long.MIN_VALUE, Long.MAX_VALUE);
    Long count = property(SEEDS, 1, Integer.MAX_VALUE);
    if (seed != null) {
      return with(seed, 1);
    }
    return count != null && seeds > 1 ? with(firstSeed, count.intValue()) : this;
  }

  private static @Nullable Long property(String name, long least, long most) {
    String text = System.getProperty(name);
    if (text == null) {
      return null;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new IllegalArgumentException(
        "The system property %s is \"%s\". Give it a whole number from %s to %s, or leave it out."
            .formatted(name, text, least, most));
  }

  private SimulationSettings with(long first, int count) {
    return new SimulationSettings(first, count, nodes, crashes, faults, mayPark, comparing);
  }

  /** Returns these settings, with one node and without faults. */
  SimulationSettings calm() {
    return new SimulationSettings(
        firstSeed, seeds, 1, Crashes.never(), Set.of(), mayPark, comparing);
  }
}
