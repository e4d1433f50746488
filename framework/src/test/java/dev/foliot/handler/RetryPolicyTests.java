package dev.foliot.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RetryPolicyTests {
  private final RetryPolicy policy =
      new RetryPolicy(5, Duration.ofMillis(100), 2, Duration.ofSeconds(1), 0.2);

  @ParameterizedTest
  @CsvSource({"1, 100", "2, 200", "3, 400", "4, 800", "5, 1000", "20, 1000", "5000, 1000"})
  void pausesDoubleUpToTheLongest(int attempts, long millis) {
    assertThat(policy.pauseAfter(attempts, () -> 0.5)).hasMillis(millis);
  }

  @ParameterizedTest
  @CsvSource({"0, 80", "0.5, 100", "0.75, 110"})
  void jitterSpreadsBothWays(double random, long millis) {
    assertThat(policy.pauseAfter(1, () -> random)).hasMillis(millis);
  }

  @Test
  void withoutJitterNothingIsSpread() {
    assertThat(policy.withoutJitter().pauseAfter(1, () -> 0)).hasMillis(100);
  }

  @Test
  void keepsPartsOfAMillisecond() {
    RetryPolicy quick = new RetryPolicy(5, Duration.ofNanos(500_000), 2, Duration.ofSeconds(1), 0);

    assertThat(quick.pauseAfter(2, () -> 0.5)).isEqualTo(Duration.ofMillis(1));
  }

  static Stream<ThrowingCallable> wrongParts() {
    return Stream.of(
        () -> RetryPolicy.fixed(0, Duration.ZERO),
        () -> RetryPolicy.exponential(3, Duration.ofSeconds(-1)),
        () -> RetryPolicy.none().withMultiplier(0.5),
        () -> RetryPolicy.none().withMultiplier(Double.NaN),
        () -> RetryPolicy.none().withMaxInterval(Duration.ofSeconds(-1)),
        () -> RetryPolicy.none().withJitter(-0.1),
        () -> RetryPolicy.none().withJitter(1.1),
        () -> RetryPolicy.none().withJitter(Double.NaN));
  }

  @ParameterizedTest
  @MethodSource("wrongParts")
  void refusesWrongParts(ThrowingCallable wrong) {
    assertThatIllegalArgumentException()
        .isThrownBy(wrong)
        .withMessageStartingWith(
            "A retry policy has at least 1 attempt, pauses of zero or more, a multiplier of at least 1 and a jitter from 0 to 1; it was ");
  }

  static Stream<ThrowingCallable> missingParts() {
    return Stream.of(
        () -> RetryPolicy.fixed(3, null),
        () -> RetryPolicy.exponential(3, null),
        () -> RetryPolicy.none().withMaxInterval(null));
  }

  @ParameterizedTest
  @MethodSource("missingParts")
  void namesMissingParts(ThrowingCallable missing) {
    assertThatIllegalArgumentException()
        .isThrownBy(missing)
        .withMessageStartingWith("RetryPolicy.");
  }

  @Test
  void countsAllAttempts() {
    assertThat(policy.allowsAnotherAfter(4)).isTrue();
    assertThat(policy.allowsAnotherAfter(5)).isFalse();
    assertThat(new RetryPolicy(1, Duration.ZERO, 1, Duration.ZERO, 0).allowsAnotherAfter(1))
        .isFalse();
  }
}
