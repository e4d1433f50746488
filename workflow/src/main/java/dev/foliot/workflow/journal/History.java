package dev.foliot.workflow.journal;

import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepInterruptedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The exported history of a run, made from its journal. The journal has no starts of steps and no
 * ends of invocations: they are added here. Open {@link #of} first.
 */
public final class History {
  private static final StoredError CRASH =
      new StoredError("Runtime.ExitError", "The invocation was interrupted by a crash");

  private final ExportedRun run;
  private final List<JournalEntry> entries;
  private final Set<Integer> crashed;
  private final Map<String, JournalEntry> starts = new HashMap<>();
  private final Set<Integer> wrote = new HashSet<>();
  private final Set<String> running = new HashSet<>();
  private final List<HistoryEvent> events = new ArrayList<>();
  private int invocation = 1;

  private History(ExportedRun run, List<JournalEntry> entries) {
    this.run = run;
    this.entries = entries;
    this.crashed = new TreeSet<>(run.crashed());
    for (JournalEntry entry : entries) {
      wrote.add(entry.invocation());
      if (entry.type() == EntryType.STARTED) {
        starts.putIfAbsent(entry.operation(), entry);
      }
    }
    entries.stream()
        .filter(History::isInterruptedStep)
        .map(JournalEntry::operation)
        .forEach(this::addCrashOf);
  }

  /**
   * Makes the history.
   *
   * @param entries the journal of the run
   */
  public static List<HistoryEvent> of(ExportedRun run, List<JournalEntry> entries) {
    return new History(run, entries).make();
  }

  private List<HistoryEvent> make() {
    // 1. The start.
    Map<String, Object> input = new HashMap<>();
    HistoryDetails.putPayload(input, "Input", run.input());
    add("ExecutionStarted", run.info().startedAt(), input);
    // 2. The operations, and the end of an invocation where the next one begins.
    for (int i = 0; i < entries.size(); i++) {
      addEntry(i);
    }
    // 3. The end.
    Instant last = events.get(events.size() - 1).at();
    Instant endedAt = run.endedAt() == null ? last : run.endedAt();
    completeInvocations(run.info().invocation(), endedAt);
    if (run.status() != RunStatus.RUNNING && run.status() != RunStatus.PENDING) {
      completeInvocation(endedAt);
    }
    if (run.status().isEnded()) {
      addEnd(endedAt);
    }
    return List.copyOf(events);
  }

  private void addEntry(int index) {
    JournalEntry entry = entries.get(index);
    if (entry.kind().group() == OperationKind.Group.MARKER) {
      return;
    }
    completeInvocations(entry.invocation(), entry.at());
    boolean isStep = entry.kind().group() == OperationKind.Group.STEP;
    if (isStep && entry.type() != EntryType.STARTED && !running.contains(entry.operation())) {
      addStart(entry);
    }
    running.remove(entry.operation());
    if (isStep && entry.type() == EntryType.STARTED) {
      running.add(entry.operation());
    }
    add(HistoryDetails.typeOf(entry), entry.at(), entry, HistoryDetails.of(entry, startOf(entry)));
  }

  private @Nullable JournalEntry startOf(JournalEntry outcome) {
    return starts.get(outcome.operation());
  }

  private void addStart(JournalEntry outcome) {
    Instant startedAt = outcome.details().startedAt();
    add("StepStarted", startedAt == null ? outcome.at() : startedAt, outcome, Map.of());
    running.add(outcome.operation());
  }

  /** Ends the invocations before this one. Invocations that wrote nothing are not shown. */
  private void completeInvocations(int next, Instant at) {
    while (invocation < next) {
      int number = invocation;
      boolean hasEntries = number == 1 || wrote.contains(number);
      if (crashed.contains(number)) {
        addInterruptedStart();
      }
      if (hasEntries || crashed.contains(number)) {
        completeInvocation(at);
      }
      invocation++;
    }
  }

  /**
   * Adds the start of an attempt that a crash interrupted: the first attempt recorded after the
   * crash is its repetition (R53).
   */
  private void addInterruptedStart() {
    entries.stream()
        .filter(entry -> entry.invocation() > invocation)
        .findFirst()
        .filter(entry -> entry.kind().group() == OperationKind.Group.STEP)
        .filter(entry -> entry.type() != EntryType.STARTED)
        .filter(entry -> !running.contains(entry.operation()))
        .ifPresent(this::addStart);
  }

  private void completeInvocation(Instant at) {
    Map<String, Object> details = new HashMap<>();
    if (crashed.contains(invocation)) {
      HistoryDetails.putError(details, CRASH);
    }
    add("InvocationCompleted", at, details);
  }

  private static boolean isInterruptedStep(JournalEntry entry) {
    StoredError error = entry.details().error();
    return error != null && error.type().equals(StepInterruptedException.class.getName());
  }

  /** Adds the crash of an invocation. An interrupted step that runs at most once shows it. */
  private void addCrashOf(String operation) {
    entries.stream()
        .filter(entry -> entry.operation().equals(operation))
        .filter(entry -> entry.type() == EntryType.STARTED)
        .filter(this::hasNoOutcomeInItsInvocation)
        .map(JournalEntry::invocation)
        .forEach(crashed::add);
  }

  private boolean hasNoOutcomeInItsInvocation(JournalEntry started) {
    return entries.stream()
        .noneMatch(
            entry ->
                entry.operation().equals(started.operation())
                    && entry.number() > started.number()
                    && entry.invocation() == started.invocation());
  }

  private void addEnd(Instant at) {
    Map<String, Object> details = new HashMap<>();
    if (run.status() == RunStatus.SUCCEEDED) {
      HistoryDetails.putPayload(details, "Result", run.result());
    } else if (run.error() != null) {
      HistoryDetails.putError(details, Objects.requireNonNull(run.error()));
    }
    String type =
        switch (run.status()) {
          case SUCCEEDED -> "ExecutionSucceeded";
          case CANCELLED -> "ExecutionCancelled";
          case TIMED_OUT -> "ExecutionTimedOut";
          case TERMINATED -> "ExecutionTerminated";
          default -> "ExecutionFailed";
        };
    add(type, at, details);
  }

  private void add(String type, Instant at, Map<String, Object> details) {
    events.add(new HistoryEvent(events.size() + 1, type, null, null, null, null, at, details));
  }

  private void add(String type, Instant at, JournalEntry entry, Map<String, Object> details) {
    events.add(
        new HistoryEvent(
            events.size() + 1,
            type,
            entry.kind().label(),
            entry.operation(),
            entry.name(),
            entry.parent(),
            at,
            details));
  }
}
