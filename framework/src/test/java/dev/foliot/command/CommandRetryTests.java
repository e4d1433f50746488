package dev.foliot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import dev.foliot.time.SteppableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CommandRetryTests {
  private final SteppableClock clock = new SteppableClock(Instant.EPOCH);
  private final List<Duration> pauses = new ArrayList<>();

  private CommandRetry retry(double random) {
    var policy = new RetryPolicy(4, Duration.ofMillis(50), 2, Duration.ofMillis(150), 0.2);
    return new CommandRetry(policy, clock, pauses::add, () -> random);
  }

  private static Metadata command(Instant deadline) {
    return new Metadata(
        new UUID(0, 0),
        "c",
        null,
        Priority.NORMAL,
        Instant.EPOCH,
        "C",
        1,
        deadline,
        null,
        Map.of());
  }

  @Test
  void pausesLongerUpToTheCap() {
    var retry = retry(0.5);

    assertThat(List.of(1, 2, 3, 4)).allMatch(n -> retry.pauseAfter(n, command(null)) == (n < 4));

    assertThat(pauses).extracting(Duration::toMillis).containsExactly(50L, 100L, 150L);
  }

  @Test
  void spreadsPauses() {
    retry(0).pauseAfter(1, command(null));
    retry(0.75).pauseAfter(1, command(null));

    assertThat(pauses).extracting(Duration::toMillis).containsExactly(40L, 55L);
  }

  @Test
  void doesNotPauseUntilTheDeadline() {
    assertThat(retry(0.5).pauseAfter(1, command(Instant.EPOCH.plusMillis(50)))).isFalse();
    assertThat(retry(0.5).pauseAfter(1, command(Instant.EPOCH.plusMillis(51)))).isTrue();
  }
}
