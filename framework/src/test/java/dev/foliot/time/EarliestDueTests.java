package dev.foliot.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EarliestDueTests {
  private static final Instant ONE = Instant.parse("2026-01-01T00:00:01Z");
  private static final Instant TWO = Instant.parse("2026-01-01T00:00:02Z");

  private final EarliestDue earliest = new EarliestDue();

  @Test
  void keepsTheEarlierOne() {
    assertThat(earliest.set(TWO)).isTrue();
    assertThat(earliest.set(ONE)).isTrue();
    assertThat(earliest.set(TWO)).isFalse();

    assertThat(earliest.get()).contains(ONE);
  }

  @Test // its row may have been committed after the table was read
  void timerThatIsSetDuringTheReadingCounts() {
    earliest.reading();
    earliest.set(ONE);
    earliest.read(Optional.of(TWO));

    assertThat(earliest.get()).contains(ONE);
  }

  @Test
  void whatWasSetBeforeTheReadingIsForgotten() {
    earliest.set(ONE);
    earliest.reading();
    earliest.read(Optional.of(TWO));

    assertThat(earliest.get()).contains(TWO);

    earliest.reading();
    earliest.read(Optional.empty());
    assertThat(earliest.get()).isEmpty();
  }
}
