package dev.foliot.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PauseTests {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Pause pause = Pause.of(NOW, Duration.ofMinutes(1));

  @Test
  void endsAtItsEnd() {
    assertThat(pause.isOver(NOW)).isFalse();
    assertThat(pause.isOver(NOW.plusSeconds(60).minusNanos(1))).isFalse();
    assertThat(pause.isOver(NOW.plusSeconds(60))).isTrue();
    assertThat(Pause.NONE.isOver(NOW)).isTrue();
  }

  @Test
  void endsWhenTheClockIsSetBack() {
    assertThat(pause.isOver(NOW.minusNanos(1))).isTrue();
    assertThat(Pause.NONE.isOver(Instant.MIN)).isTrue();
  }

  @Test
  void delaysWhatIsDueMeanwhile() {
    assertThat(pause.delay(NOW.minusSeconds(5), NOW)).isEqualTo(NOW.plusSeconds(60));
    assertThat(pause.delay(NOW.plusSeconds(61), NOW)).isEqualTo(NOW.plusSeconds(61));
    assertThat(pause.delay(NOW.minusSeconds(5), NOW.plusSeconds(60)))
        .isEqualTo(NOW.minusSeconds(5));
    assertThat(pause.delay(NOW.minusSeconds(5), NOW.minusSeconds(3)))
        .isEqualTo(NOW.minusSeconds(5));
  }
}
