package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.engine.CircuitBreaker.OfSegment;
import dev.foliot.engine.CircuitBreaker.Permit;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageKind;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import dev.foliot.message.RecordedMessage;
import dev.foliot.time.SteppableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Three keys in a row open it; it tries after 1 s, 2 s, 4 s, and then every 5 s. */
class CircuitBreakerTests {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final RetryPolicy PAUSES =
      new RetryPolicy(Integer.MAX_VALUE, Duration.ofSeconds(1), 2, Duration.ofSeconds(5), 0);

  private final SteppableClock clock = new SteppableClock(START);
  private final CircuitBreaker breaker = breaker(true);
  private final OfSegment first = breaker.newSegment();
  private final OfSegment second = breaker.newSegment();

  private CircuitBreaker breaker(boolean enabled) {
    return new CircuitBreaker(
        "board",
        enabled,
        new CircuitBreakerSettings(CircuitBreakerSettings.Use.ALWAYS, 3, PAUSES),
        clock,
        () -> 0.5);
  }

  @Test
  void opensWhenDifferentKeysFailInARow() {
    assertThat(fail(first, "a").counted()).isTrue();
    assertThat(fail(second, "b").counted()).isTrue();

    Failure third = fail(first, "c");

    assertThat(third.counted()).isFalse();
    assertThat(third.attempts()).isZero();
    assertThat(third.outcome()).isEqualTo(Outcome.RETRY);
    assertThat(third.nextAttemptAt()).isEqualTo(START.plusSeconds(1));
    assertThat(first.ask()).isEqualTo(Permit.NONE);
    assertThat(second.letsThrough()).isFalse();
    assertThat(breaker.status())
        .contains(
            new CircuitStatus(
                START,
                false,
                START.plusSeconds(1),
                "java.lang.IllegalStateException",
                "java.lang.IllegalStateException: c fails"));
  }

  @Test
  void triesAtOnceWhenTheClockIsSetBack() {
    fail(first, "a");
    fail(second, "b");
    fail(first, "c");
    assertThat(first.ask()).isEqualTo(Permit.NONE);

    clock.set(START.minusSeconds(3_600));

    assertThat(first.ask()).isEqualTo(Permit.ONE);
  }

  @Test
  void oneKeyNeverOpensIt() {
    for (int i = 0; i < 100; i++) {
      assertThat(fail(first, "poison").counted()).isTrue();
    }

    assertThat(first.ask()).isEqualTo(Permit.ALL);
    assertThat(breaker.status()).isEmpty();
  }

  @Test
  void successInBetweenBeginsAnew() {
    fail(first, "a");
    fail(first, "b");
    second.recorded(true, null);
    fail(first, "c");

    assertThat(fail(first, "d").counted()).isTrue();
    assertThat(fail(first, "e").counted()).isFalse();
  }

  // What went through before it in the same transaction is a success in between
  @Test
  void failureCommittedWithSuccessIsTheFirst() {
    fail(first, "a");
    fail(first, "b");
    first.recorded(true, failure("c", true));
    fail(first, "d");

    assertThat(breaker.status()).isEmpty();
    assertThat(fail(first, "e").counted()).isFalse();
  }

  @Test
  void decisionAboutOneMessageCountsForNothing() {
    for (String key : "abcdef".split("")) {
      Failure decided = failure(key, false);

      assertThat(first.failed(decided)).isSameAs(decided);
      first.recorded(false, decided);
    }

    assertThat(breaker.status()).isEmpty();
  }

  @Test
  void triesOneMessageAfterEachPause() {
    open();

    for (int seconds : new int[] {1, 2, 4, 5, 5}) {
      clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(first.ask()).isEqualTo(Permit.NONE);
      assertThat(first.nextTry()).contains(clock.instant().plusMillis(1));
      clock.advance(Duration.ofMillis(1));
      assertThat(first.mayAsk()).isTrue();
      assertThat(first.ask()).isEqualTo(Permit.ONE);
      assertThat(first.letsThrough()).isTrue();
      assertThat(second.letsThrough()).isFalse();
      assertThat(fail(first, "a").counted()).isFalse();
      assertThat(first.letsThrough()).isFalse();
      first.stepEnded();
      assertThat(second.ask()).isEqualTo(Permit.NONE);
    }

    assertThat(breaker.status().orElseThrow().since()).isEqualTo(START);
  }

  @Test
  void successClosesItForAllSegments() {
    open();
    clock.advance(Duration.ofSeconds(1));
    assertThat(first.ask()).isEqualTo(Permit.ONE);

    first.recorded(true, null);

    assertThat(second.ask()).isEqualTo(Permit.ALL);
    assertThat(breaker.status()).isEmpty();
    assertThat(fail(first, "a").counted()).isTrue();
  }

  // A step that ends without result, such as by a lost lease, leaves the turn to anybody
  @Test
  void tryWithoutResultGivesTheTurnBack() {
    open();
    clock.advance(Duration.ofSeconds(1));
    assertThat(first.ask()).isEqualTo(Permit.ONE);
    assertThat(second.mayAsk()).isFalse();

    first.stepEnded();

    assertThat(second.ask()).isEqualTo(Permit.ONE);
  }

  // Else one poisoned segment would keep the others waiting for ever
  @Test
  void segmentsTakeTurnsInTrying() {
    open();
    clock.advance(Duration.ofSeconds(1));
    assertThat(first.ask()).isEqualTo(Permit.ONE);
    assertThat(second.ask()).isEqualTo(Permit.NONE);
    fail(first, "a");
    first.stepEnded();
    clock.advance(Duration.ofSeconds(2));

    assertThat(first.ask()).isEqualTo(Permit.NONE);
    assertThat(second.ask()).isEqualTo(Permit.ONE);
  }

  @Test
  void turnGoesBackIfTheOthersAreGone() {
    open();
    clock.advance(Duration.ofSeconds(1));
    first.ask();
    second.ask();
    fail(first, "a");
    first.stepEnded();
    clock.advance(Duration.ofSeconds(2));

    assertThat(first.ask()).isEqualTo(Permit.NONE);
    assertThat(first.ask()).isEqualTo(Permit.ONE);
  }

  // A batch of another segment was under way when it opened
  @Test
  void stragglerNeitherCountsNorProlongsThePause() {
    open();

    Failure late = fail(second, "z");

    assertThat(late.counted()).isFalse();
    assertThat(late.nextAttemptAt()).isEqualTo(START.plusSeconds(1));
    second.recorded(true, null);
    assertThat(first.ask()).isEqualTo(Permit.ALL);
  }

  @Test
  void disabledItNeverOpens() {
    OfSegment segment = breaker(false).newSegment();

    for (String key : "abcdefghij".split("")) {
      assertThat(fail(segment, key).counted()).isTrue();
    }

    assertThat(segment.ask()).isEqualTo(Permit.ALL);
  }

  private void open() {
    fail(first, "a");
    fail(first, "b");
    fail(first, "c");
    assertThat(breaker.status()).isPresent();
  }

  /** As a delivery does it: judged first, then committed. */
  private Failure fail(OfSegment segment, String key) {
    Failure failure = segment.failed(failure(key, true));
    segment.recorded(false, failure);
    return failure;
  }

  private Failure failure(String key, boolean mayBeOutage) {
    Instant now = clock.instant();
    return new Failure(
        message(key),
        key,
        new IllegalStateException(key + " fails"),
        1,
        true,
        mayBeOutage,
        now,
        mayBeOutage ? Outcome.RETRY : Outcome.PARKED,
        mayBeOutage ? now.plusMillis(100) : null);
  }

  private static RecordedMessage message(String key) {
    UUID id = UUID.nameUUIDFromBytes(new byte[] {1});
    Metadata metadata =
        new Metadata(id, "c", null, Priority.NORMAL, START, "placed", 1, null, null, Map.of());
    return new RecordedMessage(
        1, MessageKind.EVENT, "order", key, 1, Lane.PRIMARY, false, metadata, "{}", each -> "");
  }
}
