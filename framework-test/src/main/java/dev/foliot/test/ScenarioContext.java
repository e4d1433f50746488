package dev.foliot.test;

import dev.foliot.message.IdGenerator;
import dev.foliot.message.TimeOrderedIds;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The time and the ids of a scenario, for the tested code. The time is {@link TestClock#START} and
 * stands still unless the scenario moves it; the ids are of version 7, and the same in every run.
 *
 * <pre>{@code
 * .when((stock, context) -> stock.reserve(context.newId(), context.now()))
 * }</pre>
 */
public final class ScenarioContext {
  private static final long SEED = 42;

  private final TestClock clock = new TestClock();
  private @Nullable IdGenerator ids;

  ScenarioContext(Instant start) {
    clock.set(start);
  }

  /** The current instant. */
  public Instant now() {
    return clock.instant();
  }

  /** A clock that shows this time, also after later moves. */
  public Clock clock() {
    return clock;
  }

  /** The next id. */
  public UUID newId() {
    return ids().next();
  }

  /** The generator of ids. */
  public IdGenerator ids() {
    if (ids == null) {
      ids = new TimeOrderedIds(clock, SEED);
    }
    return ids;
  }

  TestClock testClock() {
    return clock;
  }
}
