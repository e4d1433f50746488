package dev.foliot.workflow.admission;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When runs of a throttled workflow begin, by the clock alone. */
class ThrottleRateTests {
  private static final Instant T0 = Instant.parse("2030-01-01T00:00:00Z");

  @Test
  void oneBeginsInEachInterval() {
    ThrottleRate rate = ThrottleRate.of(4, ofSeconds(60), 1);

    assertThat(begins(rate, 3)).containsExactly(T0, T0.plusSeconds(15), T0.plusSeconds(30));
  }

  @Test
  void burstBeginsAtOnce() {
    ThrottleRate rate = ThrottleRate.of(4, ofSeconds(60), 3);

    assertThat(begins(rate, 5)).containsExactly(T0, T0, T0, T0.plusSeconds(15), T0.plusSeconds(30));
  }

  /** All wait from the beginning. */
  private static List<Instant> begins(ThrottleRate rate, int runs) {
    List<Instant> begins = new ArrayList<>();
    PolicyState state = PolicyState.NONE;
    Instant now = T0;
    for (int i = 0; i < runs; i++) {
      Instant next = rate.next(state, now);
      now = next.isAfter(now) ? next : now;
      state = rate.begin(state, now);
      begins.add(now);
    }
    return begins;
  }

  @Test
  void pauseGivesNoMoreThanTheBurst() {
    ThrottleRate rate = ThrottleRate.of(1, ofSeconds(1), 2);
    PolicyState state = rate.begin(PolicyState.NONE, T0);
    Instant later = T0.plusSeconds(1_000);

    state = rate.begin(rate.begin(state, later), later);

    assertThat(rate.next(state, later)).isEqualTo(later.plusSeconds(1));
  }

  @Test
  void longestIntervalAndBurstHaveNoOverflow() {
    ThrottleRate rate = ThrottleRate.of(1, Duration.ofDays(36_500), Integer.MAX_VALUE);

    assertThat(begins(rate, 2)).containsExactly(T0, T0);
  }

  @Test
  void intervalIsRoundedUpToAMicrosecond() {
    assertThat(ThrottleRate.of(3, ofSeconds(1), 1).interval())
        .isEqualTo(Duration.ofNanos(333_334_000));
    assertThat(ThrottleRate.of(Integer.MAX_VALUE, ofSeconds(1), 1).interval())
        .isEqualTo(Duration.ofNanos(1_000));
  }

  @Test
  void clockThatJumpsBackDelaysByAnIntervalAtMost() {
    ThrottleRate rate = ThrottleRate.of(1, ofSeconds(10), 1);
    PolicyState state = rate.begin(PolicyState.NONE, T0.plusSeconds(86_400));

    assertThat(rate.next(state, T0)).isEqualTo(T0.plusSeconds(10));
    assertThat(rate.next(rate.begin(state, T0.plusSeconds(10)), T0.plusSeconds(10)))
        .isEqualTo(T0.plusSeconds(20));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void limitHoldsInAnyPeriod(long seed) {
    Random random = new Random(seed);
    int limit = 1 + random.nextInt(6);
    int burst = 1 + random.nextInt(4);
    Duration period = ofSeconds(10);
    ThrottleRate rate = ThrottleRate.of(limit, period, burst);
    List<Instant> begun = new ArrayList<>();
    PolicyState state = PolicyState.NONE;
    Instant now = T0;
    for (int i = 0; i < 3_000; i++) {
      now = now.plus(ofMillis(random.nextInt(20) == 0 ? 20_000 : random.nextInt(2_000)));
      if (!rate.next(state, now).isAfter(now)) {
        state = rate.begin(state, now);
        begun.add(now);
      }
    }

    for (int i = 0; i + limit + burst - 1 < begun.size(); i++) {
      assertThat(begun.get(i + limit + burst - 1)).isAfterOrEqualTo(begun.get(i).plus(period));
    }
    assertThat(begun).hasSizeGreaterThan(100);
  }

  @Test
  void stateThatIsOverIsTheSameAsNone() {
    ThrottleRate rate = ThrottleRate.of(1, ofSeconds(10), 3);
    PolicyState state = rate.begin(PolicyState.NONE, T0);

    assertThat(rate.begin(state, state.until()))
        .isEqualTo(rate.begin(PolicyState.NONE, state.until()));
  }
}
