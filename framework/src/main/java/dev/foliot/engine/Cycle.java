package dev.foliot.engine;

import dev.foliot.work.WorkDone;
import java.time.Instant;
import java.util.List;

/**
 * One cycle of the engine in test mode: everything that was deliverable at one instant.
 *
 * @param number from 1
 * @param at the time of the clock
 * @param entries the deliveries and the steps of works, in the order in which they happened
 */
public record Cycle(int number, Instant at, List<CycleEntry> entries) {
  public Cycle {
    entries = List.copyOf(entries);
  }

  /** The deliveries, in order. */
  public List<Step> steps() {
    return entries.stream().filter(Step.class::isInstance).map(Step.class::cast).toList();
  }

  /** The steps of works that report them, in order. */
  public List<WorkDone> works() {
    return entries.stream()
        .filter(WorkStep.class::isInstance)
        .map(each -> ((WorkStep) each).done())
        .toList();
  }
}
