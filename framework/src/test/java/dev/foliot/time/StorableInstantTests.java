package dev.foliot.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StorableInstantTests {
  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

  @Test
  void keepsAnInstantWithinTheRange() {
    assertThat(StorableInstant.nearest(NOW)).isEqualTo(NOW);
    assertThat(StorableInstant.after(NOW, Duration.ofDays(1))).isEqualTo("2026-11-02T10:00:00Z");
  }

  @Test
  void takesTheNearestOneBeyondTheRange() {
    assertThat(StorableInstant.nearest(Instant.MAX)).isEqualTo(StorableInstant.LATEST);
    assertThat(StorableInstant.nearest(Instant.MIN)).isEqualTo(StorableInstant.EARLIEST);
  }

  @Test
  void aWaitThatWasOverBeforeTheRangeEndsWithItsFirstInstant() {
    assertThat(StorableInstant.after(NOW, Duration.ofSeconds(Long.MIN_VALUE)))
        .isEqualTo(StorableInstant.EARLIEST);
    assertThat(StorableInstant.after(Instant.MIN, Duration.ofDays(-1)))
        .isEqualTo(StorableInstant.EARLIEST);
  }

  @Test
  void aWaitWithoutAnEndEndsWithTheRange() {
    assertThat(StorableInstant.after(NOW, Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)))
        .isEqualTo(StorableInstant.LATEST);
    assertThat(StorableInstant.after(Instant.MAX, Duration.ofDays(1)))
        .isEqualTo(StorableInstant.LATEST);
  }
}
