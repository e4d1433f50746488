package dev.foliot.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.time.SteppableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTests {
  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00.123456Z");
  private final SteppableClock clock = new SteppableClock(NOW);

  @Test
  void areOfVersionSevenOnTheGivenClock() {
    UUID id = new TimeOrderedIds(clock).next();

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void ascendWithinOneMillisecond() {
    TimeOrderedIds ids = new TimeOrderedIds(clock);

    List<String> many = Stream.generate(() -> ids.next().toString()).limit(10_000).toList();

    assertThat(many).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void goOnAscendingWhenTheClockStepsBackALittle() {
    TimeOrderedIds ids = new TimeOrderedIds(clock);
    String before = ids.next().toString();

    clock.set(NOW.minusMillis(500));

    assertThat(ids.next().toString()).isGreaterThan(before);
  }

  @Test
  void areTheSameInEveryRunWithASeed() {
    TimeOrderedIds first = new TimeOrderedIds(clock, 7);
    TimeOrderedIds second = new TimeOrderedIds(clock, 7);

    assertThat(Stream.generate(first::next).limit(100).toList())
        .isEqualTo(Stream.generate(second::next).limit(100).toList());
    clock.advance(Duration.ofSeconds(1));
    assertThat(first.next()).isEqualTo(second.next());
  }
}
