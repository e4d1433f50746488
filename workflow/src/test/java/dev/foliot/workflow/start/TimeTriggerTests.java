package dev.foliot.workflow.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.schedule.Schedule;
import dev.foliot.workflow.RunOptions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeTriggerTests {
  private static TimeTrigger trigger(Duration jitter) {
    return new TimeTrigger(
        new StartAtTime("nightly", 1), Schedule.cron("0 0 3 * * *", ZoneOffset.UTC), jitter);
  }

  @Test
  void jitterIsARandomPartOfTheLongestTime() {
    List<Duration> pauses =
        Stream.generate(UUID::randomUUID)
            .limit(1_000)
            .map(id -> Objects.requireNonNull(trigger(Duration.ofMillis(9)).optionsFor(id).after()))
            .distinct()
            .sorted()
            .toList();

    assertThat(pauses).hasSize(10).first().isEqualTo(Duration.ZERO);
    assertThat(pauses).last().isEqualTo(Duration.ofMillis(9));
  }

  @Test
  void oneCommandAlwaysGivesTheSameRun() {
    UUID command = UUID.randomUUID();
    TimeTrigger trigger = trigger(Duration.ofHours(1));

    assertThat(trigger.optionsFor(command)).isEqualTo(trigger.optionsFor(command));
  }

  @Test
  void withoutJitterTheRunIsDueAtOnce() {
    UUID command = UUID.randomUUID();

    assertThat(trigger(Duration.ZERO).optionsFor(command))
        .isEqualTo(RunOptions.id("nightly:" + command));
  }
}
