package dev.foliot.engine;

import java.time.Instant;
import java.util.List;

/**
 * One cycle of the engine in test mode: everything that was deliverable at one instant.
 *
 * @param number from 1
 * @param at the time of the clock
 * @param steps in the order in which they happened
 */
public record Cycle(int number, Instant at, List<Step> steps) {
  public Cycle {
    steps = List.copyOf(steps);
  }
}
