package dev.foliot.test;

import dev.foliot.Engine;
import dev.foliot.engine.Cycle;
import dev.foliot.time.StorableInstant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The time of level 3, where the engine moves everything. A cycle ends with a step of the clock.
 * This step is taken back, so that the times of a run are the same at all levels.
 */
final class EngineRunTime implements RunTime {
  private final Engine engine;
  private final TestClock clock;

  EngineRunTime(Engine engine, TestClock clock) {
    this.engine = engine;
    this.clock = clock;
  }

  @Override
  public void settle() {
    advance(Duration.ZERO);
  }

  @Override
  public void advance(Duration time) {
    Instant end = StorableInstant.after(clock.instant(), time);
    engine.runFor(Duration.between(clock.instant(), end));
    clock.set(end);
  }

  @Override
  public void finish() {
    List<Cycle> cycles = engine.runUntilIdle().cycles();
    clock.set(cycles.get(cycles.size() - 1).at());
  }
}
