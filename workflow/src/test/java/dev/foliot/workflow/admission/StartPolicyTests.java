package dev.foliot.workflow.admission;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.trigger.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies in front of a start, by the clock alone. */
class StartPolicyTests {
  private static final Instant T0 = Instant.parse("2030-01-01T00:00:00Z");

  private PolicyState state = PolicyState.NONE;
  private Instant now = T0;
  private int count;

  /** A start arrives; its state is kept. */
  private Verdict start(StartPolicy policy) {
    return start(policy, 1);
  }

  private Verdict start(StartPolicy policy, int elements) {
    Verdict verdict = policy.decide(state, new Arrival("r-" + ++count, elements), now);
    if (verdict instanceof Verdict.Admit admit) {
      state = admit.next();
    } else if (verdict instanceof Verdict.Join join) {
      state = join.next();
    }
    return verdict;
  }

  private void after(Duration time) {
    now = now.plus(time);
  }

  private void runEnds() {
    state =
        new PolicyState(state.run(), RunPhase.ENDED, state.since(), state.until(), state.count());
  }

  private static Verdict.Admit admitted(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Admit.class);
    return (Verdict.Admit) verdict;
  }

  // ---- idempotency

  @Test
  void secondStartOfAKeyRepeatsTheFirst() {
    StartPolicy policy = new StartPolicies.Idempotency(ofHours(1));
    admitted(start(policy));
    after(ofHours(1).minusNanos(1000));

    assertThat(start(policy)).isEqualTo(new Verdict.Repeat("r-1"));

    after(Duration.ofNanos(1000));
    admitted(start(policy));
    assertThat(start(policy)).isEqualTo(new Verdict.Repeat("r-3"));
  }

  @Test
  void keyStaysUsedIfTheClockJumpsBack() {
    StartPolicy policy = new StartPolicies.Idempotency(ofHours(1));
    admitted(start(policy));
    after(ofHours(-5));

    assertThat(start(policy)).isEqualTo(new Verdict.Repeat("r-1"));
  }

  // ---- rate limit

  @Test
  void rateLimitSkipsUntilThePeriodIsOver() {
    StartPolicy policy = new StartPolicies.Rate(2, ofMinutes(1));
    admitted(start(policy));
    after(ofSeconds(59));
    admitted(start(policy));

    assertThat(start(policy))
        .isEqualTo(
            new Verdict.Skip(
                "2 starts were admitted since 2030-01-01T00:00:00Z. The next one is admitted at 2030-01-01T00:01:00Z."));

    after(ofSeconds(1));
    admitted(start(policy));
    admitted(start(policy));
    assertThat(start(policy)).isInstanceOf(Verdict.Skip.class);
  }

  @Test
  void rateLimitIsNotStuckIfTheClockJumpsBack() {
    StartPolicy policy = new StartPolicies.Rate(1, ofMinutes(1));
    after(ofHours(24));
    admitted(start(policy));
    after(ofHours(-24));

    admitted(start(policy));
    assertThat(start(policy)).isInstanceOf(Verdict.Skip.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void rateLimitHoldsForAnyArrivals(long seed) {
    Random random = new Random(seed);
    int limit = 1 + random.nextInt(5);
    StartPolicy policy = new StartPolicies.Rate(limit, ofSeconds(10));
    List<Instant> admitted = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      after(ofMillis(random.nextInt(3_000)));
      if (start(policy) instanceof Verdict.Admit) {
        admitted.add(now);
      }
    }

    // Periods that begin with an admitted start, one after the other.
    int first = 0;
    while (first < admitted.size()) {
      Instant end = admitted.get(first).plusSeconds(10);
      long inPeriod = admitted.stream().skip(first).takeWhile(each -> each.isBefore(end)).count();
      assertThat(inPeriod).isBetween(1L, (long) limit);
      first += (int) inPeriod;
    }
    assertThat(admitted).hasSizeGreaterThan(limit);
  }

  // ---- singleton

  @Test
  void singletonSkipsWhileARunIsOpen() {
    StartPolicy policy = new StartPolicies.Single(Singleton.Mode.SKIP);
    admitted(start(policy));
    after(ofHours(1_000));
    assertThat(start(policy)).isEqualTo(new Verdict.Skip("Run r-1 has not ended."));
    state = state.begun();
    assertThat(start(policy)).isEqualTo(new Verdict.Skip("Run r-1 has not ended."));

    runEnds();

    assertThat(admitted(start(policy)).cancels()).isNull();
  }

  @Test
  void singletonCancelsTheOpenRun() {
    StartPolicy policy = new StartPolicies.Single(Singleton.Mode.CANCEL);
    assertThat(admitted(start(policy)).cancels()).isNull();
    assertThat(admitted(start(policy)).cancels()).isEqualTo("r-1");
    assertThat(admitted(start(policy)).cancels()).isEqualTo("r-2");
    runEnds();
    assertThat(admitted(start(policy)).cancels()).isNull();
  }

  // ---- debounce

  @Test
  void debounceWaitsForTheLastStartOfABurst() {
    StartPolicy policy = new StartPolicies.Quiet(ofSeconds(10), null);
    Verdict.Admit first = admitted(start(policy));
    after(ofSeconds(9));
    Verdict.Admit second = admitted(start(policy));
    after(ofSeconds(10));
    Verdict.Admit next = admitted(start(policy));

    assertThat(first.at()).isEqualTo(T0.plusSeconds(10));
    assertThat(first.supersedes()).isNull();
    assertThat(second.at()).isEqualTo(T0.plusSeconds(19));
    assertThat(second.supersedes()).isEqualTo("r-1");
    assertThat(next.supersedes()).isNull();
  }

  @Test
  void debounceEndsWithItsTimeout() {
    StartPolicy policy = new StartPolicies.Quiet(ofSeconds(10), ofSeconds(15));
    admitted(start(policy));
    after(ofSeconds(9));
    assertThat(admitted(start(policy)).at()).isEqualTo(T0.plusSeconds(15));
    after(ofSeconds(6));

    Verdict.Admit next = admitted(start(policy));

    assertThat(next.supersedes()).isNull();
    assertThat(next.at()).isEqualTo(now.plusSeconds(10));
  }

  @Test
  void debounceKeepsARunThatHasBegun() {
    StartPolicy policy = new StartPolicies.Quiet(ofSeconds(10), null);
    admitted(start(policy));
    state = state.begun();

    assertThat(admitted(start(policy)).supersedes()).isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void debounceNeverWaitsLongerThanItsTimeout(long seed) {
    Random random = new Random(seed);
    StartPolicy policy = new StartPolicies.Quiet(ofSeconds(10), ofSeconds(30));
    Instant burst = now;
    Instant due = Instant.MIN;
    for (int i = 0; i < 2_000; i++) {
      after(ofMillis(random.nextInt(12_000)));
      boolean isOver = !now.isBefore(due);
      burst = isOver ? now : burst;
      Verdict.Admit start = admitted(start(policy));
      due = start.at();
      assertThat(start.supersedes() == null).isEqualTo(isOver);
      assertThat(due).isBetween(now, burst.plusSeconds(30));
    }
  }

  @Test
  void debounceGoesOnIfTheClockJumpsBack() {
    StartPolicy policy = new StartPolicies.Quiet(ofSeconds(10), ofSeconds(30));
    after(ofHours(1));
    admitted(start(policy));
    after(ofHours(-1));

    Verdict.Admit next = admitted(start(policy));

    assertThat(next.supersedes()).isEqualTo("r-1");
    assertThat(next.at()).isEqualTo(now.plusSeconds(10));
  }

  // ---- batch

  @Test
  void batchIsClosedByItsSize() {
    StartPolicy policy = new StartPolicies.Collect(3, ofMinutes(1));
    assertThat(admitted(start(policy)).at()).isEqualTo(T0.plusSeconds(60));
    after(ofSeconds(10));
    assertThat(start(policy))
        .isInstanceOfSatisfying(
            Verdict.Join.class, join -> assertThat(join.at()).isEqualTo(T0.plusSeconds(60)));

    assertThat(start(policy))
        .isInstanceOfSatisfying(
            Verdict.Join.class,
            join -> {
              assertThat(join.run()).isEqualTo("r-1");
              assertThat(join.at()).isEqualTo(now);
            });
    assertThat(admitted(start(policy)).at()).isEqualTo(now.plusSeconds(60));
  }

  @Test
  void batchIsClosedByTime() {
    StartPolicy policy = new StartPolicies.Collect(3, ofMinutes(1));
    admitted(start(policy));
    after(ofSeconds(60));

    admitted(start(policy));
  }

  @Test
  void batchThatHasBegunTakesNoMore() {
    StartPolicy policy = new StartPolicies.Collect(3, ofMinutes(1));
    admitted(start(policy));
    state = state.begun();

    admitted(start(policy));
  }

  @Test
  void longInputIsABatchOfItsOwn() {
    StartPolicy policy = new StartPolicies.Collect(3, ofMinutes(1));
    assertThat(admitted(start(policy, 5)).at()).isEqualTo(now);
    admitted(start(policy, 2));

    assertThat(admitted(start(policy, 2)).at()).isEqualTo(now.plusSeconds(60));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void batchesHoldEachElementOnce(long seed) {
    Random random = new Random(seed);
    StartPolicy policy = new StartPolicies.Collect(7, ofSeconds(10));
    int open = 0;
    int sent = 0;
    int closed = 0;
    for (int i = 0; i < 2_000; i++) {
      after(ofMillis(random.nextInt(4_000)));
      int elements = 1 + random.nextInt(3);
      sent += elements;
      if (start(policy, elements) instanceof Verdict.Admit) {
        closed += open;
        open = elements;
      } else {
        open += elements;
      }
      assertThat(open).isEqualTo(state.count()).isLessThanOrEqualTo(7);
    }
    assertThat(closed + open).isEqualTo(sent);
  }

  @Test
  void batchIsNotStuckIfTheClockJumpsBack() {
    StartPolicy policy = new StartPolicies.Collect(3, ofMinutes(1));
    after(ofHours(24));
    admitted(start(policy));
    after(ofHours(-24));

    assertThat(start(policy))
        .isInstanceOfSatisfying(
            Verdict.Join.class, join -> assertThat(join.at()).isEqualTo(now.plusSeconds(60)));
  }

  // ---- the state

  /** So the clean-up may remove it. */
  @Test
  void stateThatIsOverIsTheSameAsNone() {
    for (StartPolicy policy :
        List.of(
            new StartPolicies.Idempotency(ofSeconds(10)),
            new StartPolicies.Rate(1, ofSeconds(10)),
            new StartPolicies.Single(Singleton.Mode.CANCEL),
            new StartPolicies.Quiet(ofSeconds(10), ofSeconds(20)),
            new StartPolicies.Collect(5, ofSeconds(10)))) {
      state = PolicyState.NONE;
      start(policy);
      runEnds();
      now = state.until();
      Arrival arrival = new Arrival("next", 1);

      assertThat(withoutCount(policy.decide(state, arrival, now)))
          .as(policy.toString())
          .isEqualTo(withoutCount(policy.decide(PolicyState.NONE, arrival, now)));
    }
  }

  private static Verdict withoutCount(Verdict verdict) {
    Verdict.Admit admit = admitted(verdict);
    PolicyState next = admit.next();
    return new Verdict.Admit(
        admit.at(),
        admit.supersedes(),
        admit.cancels(),
        new PolicyState(next.run(), next.phase(), next.since(), next.until(), 0));
  }
}
