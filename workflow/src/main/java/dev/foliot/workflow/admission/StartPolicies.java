package dev.foliot.workflow.admission;

import dev.foliot.time.StorableInstant;
import dev.foliot.workflow.trigger.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The policies that decide about a start. */
final class StartPolicies {
  private StartPolicies() {}

  /** Remembers the first run of a key until its time is over. */
  record Idempotency(Duration period) implements StartPolicy {
    @Override
    public Verdict decide(PolicyState state, Arrival arrival, Instant now) {
      if (state.run() != null && !state.isOver(now)) {
        return new Verdict.Repeat(state.run());
      }
      return admit(PolicyState.of(arrival.run(), now, StorableInstant.after(now, period), 1));
    }
  }

  /**
   * Counts the admitted starts of a period. If a period ends later than a new one would end, a
   * clock that was ahead began it. Such a period does not count.
   */
  record Rate(int limit, Duration period) implements StartPolicy {
    @Override
    public Verdict decide(PolicyState state, Arrival arrival, Instant now) {
      Instant end = StorableInstant.after(now, period);
      boolean isOver = state.isOver(now) || Objects.requireNonNull(state.until()).isAfter(end);
      if (isOver) {
        return admit(PolicyState.of(null, now, end, 1));
      }
      if (state.count() < limit) {
        return admit(
            new PolicyState(null, state.phase(), state.since(), state.until(), state.count() + 1));
      }
      return new Verdict.Skip(
          "%s starts were admitted since %s. The next one is admitted at %s."
              .formatted(limit, state.since(), state.until()));
    }
  }

  /** Remembers the newest run. */
  record Single(Singleton.Mode mode) implements StartPolicy {
    @Override
    public Verdict decide(PolicyState state, Arrival arrival, Instant now) {
      boolean isOpen = state.run() != null && state.phase() != RunPhase.ENDED;
      if (isOpen && mode == Singleton.Mode.SKIP) {
        return new Verdict.Skip("Run %s has not ended.".formatted(state.run()));
      }
      PolicyState next = PolicyState.of(arrival.run(), now, now, 1);
      return new Verdict.Admit(null, null, isOpen ? state.run() : null, next);
    }
  }

  /**
   * Remembers the first start of a burst, and its newest run with its due time. At this due time
   * the burst is over.
   */
  record Quiet(Duration period, @Nullable Duration timeout) implements StartPolicy {
    @Override
    public Verdict decide(PolicyState state, Arrival arrival, Instant now) {
      boolean inBurst =
          state.run() != null && state.phase() == RunPhase.PENDING && !state.isOver(now);
      Instant since = inBurst ? Objects.requireNonNull(state.since()) : now;
      Instant due = StorableInstant.after(now, period);
      if (timeout != null) {
        due = earlier(due, StorableInstant.after(since, timeout));
      }
      due = due.isBefore(now) ? now : due;
      return new Verdict.Admit(
          due,
          inBurst ? state.run() : null,
          null,
          PolicyState.of(arrival.run(), since, due, state.count() + 1));
    }
  }

  /**
   * Remembers the run of the open batch, the number of its elements, and the time when it closes.
   */
  record Collect(int maxSize, Duration timeout) implements StartPolicy {
    @Override
    public Verdict decide(PolicyState state, Arrival arrival, Instant now) {
      boolean isOpen =
          state.run() != null && state.phase() == RunPhase.PENDING && !state.isOver(now);
      int size = state.count() + arrival.elements();
      Instant latest = StorableInstant.after(now, timeout);
      if (isOpen && size <= maxSize) {
        Instant due =
            size == maxSize ? now : earlier(Objects.requireNonNull(state.until()), latest);
        PolicyState next =
            PolicyState.of(state.run(), Objects.requireNonNull(state.since()), due, size);
        return new Verdict.Join(Objects.requireNonNull(state.run()), due, next);
      }
      Instant due = arrival.elements() >= maxSize ? now : latest;
      return new Verdict.Admit(
          due, null, null, PolicyState.of(arrival.run(), now, due, arrival.elements()));
    }
  }

  private static Verdict admit(PolicyState next) {
    return new Verdict.Admit(null, null, null, next);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
