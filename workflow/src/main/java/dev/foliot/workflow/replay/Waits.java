package dev.foliot.workflow.replay;

import dev.foliot.workflow.DurableFuture;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Waits for a time, and for a domain event. */
final class Waits {
  private final ContextScope context;
  private final RunState run;

  Waits(ContextScope context) {
    this.context = context;
    this.run = context.run();
  }

  DurableFuture<@Nullable Void> start(@Nullable String name, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "A wait takes zero or more time; the duration was " + duration);
    }
    return open(name, duration, Limits.after(run.now(), duration));
  }

  DurableFuture<@Nullable Void> until(@Nullable String name, Instant instant) {
    Duration left = Duration.between(run.now(), instant);
    return open(name, left.isNegative() ? Duration.ZERO : left, Limits.atMost(instant));
  }

  private DurableFuture<@Nullable Void> open(
      @Nullable String name, Duration duration, Instant due) {
    Operation wait = context.next(OperationKind.WAIT, name);
    if (!wait.isRecorded()) {
      run.recording().start(wait, null, EntryDetails.waiting(duration, due, null));
    }
    return new EndOf(wait);
  }

  /** The end of a wait. */
  private final class EndOf implements DurableFuture<@Nullable Void> {
    private final Operation wait;

    EndOf(Operation wait) {
      this.wait = wait;
    }

    @Override
    @SuppressWarnings("NullAway") // there is no result
    public @Nullable Void get() {
      return context.refusing(
          () -> {
            awaitEnd(wait);
            return null;
          });
    }

    @Override
    public boolean isDone() {
      return context.hasSeen(wait);
    }
  }

  private void awaitEnd(Operation wait) {
    run.branches().await(wait::isEnded, wait::dueAt);
    context.observe(wait);
  }

  <E> Optional<E> event(@Nullable String name, EventWait<E> wait) {
    Operation event = context.next(OperationKind.EVENT, name);
    open(event, wait);
    awaitEnd(event);
    JournalEntry last = Objects.requireNonNull(event.last());
    return last.type() == EntryType.TIMED_OUT
        ? Optional.empty()
        : Optional.of(Outcomes.of(run, event, run.parts().codec(), wait.eventType()));
  }

  /** Opens it, unless the journal has it. */
  void open(Operation event, EventWait<?> wait) {
    if (!event.isRecorded()) {
      Duration timeout = wait.timeout();
      Instant due = timeout == null ? null : Limits.after(run.now(), timeout);
      EntryDetails details =
          EntryDetails.waiting(timeout, due, null)
              .on(run.parts().domain().eventType(wait.eventType()), values(wait.where()))
              .after(wait.afterPosition());
      run.recording().start(event, null, details);
    }
  }

  private Map<String, String> values(Map<String, Object> where) {
    Map<String, String> values = new TreeMap<>();
    where.forEach(
        (component, value) ->
            values.put(
                component,
                run.write(run.parts().codec(), value, "The value of condition " + component)));
    return values;
  }
}
