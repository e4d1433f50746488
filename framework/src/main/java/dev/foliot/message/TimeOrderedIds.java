package dev.foliot.message;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import java.time.Clock;
import java.util.Random;
import java.util.UUID;
import org.apiguardian.api.API;

/**
 * UUIDs of version 7 (RFC 9562) on the application's clock. Ids of one millisecond ascend, even if
 * the clock steps back a little.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class TimeOrderedIds implements IdGenerator {
  private final TimeOrderedEpochFactory factory;

  /** Unpredictable ids. */
  public TimeOrderedIds(Clock clock) {
    factory = TimeOrderedEpochFactory.builder().withClock(clock).build();
  }

  /** Ids that are the same in every run, for tests. */
  public TimeOrderedIds(Clock clock, long seed) {
    factory = new TimeOrderedEpochFactory(new Random(seed), clock);
  }

  @Override
  public UUID next() {
    return factory.create();
  }
}
