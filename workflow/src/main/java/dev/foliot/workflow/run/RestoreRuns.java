package dev.foliot.workflow.run;

import dev.foliot.message.MessageJson;
import dev.foliot.workflow.DuplicateRunException;
import dev.foliot.workflow.RunInfo;
import dev.foliot.workflow.RunNotRepeatableException;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.Answer;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.ExportedRun;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationIds;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.RetryRules;
import dev.foliot.workflow.journal.RunExport;
import dev.foliot.workflow.journal.RunLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Restores runs that were saved as text, perhaps in another database. Open {@link #insert}. */
final class RestoreRuns {
  private final RunParts parts;
  private final RunStore store;
  private final RunOrigin origin;
  private final RunSignals signals;

  RestoreRuns(RunParts parts, RunStore store, RunOrigin origin, RunSignals signals) {
    this.parts = parts;
    this.store = store;
    this.origin = origin;
    this.signals = signals;
  }

  /** Restores a run, and returns its id. */
  String restore(String text, RunOptions options) {
    RunExport saved = read(text);
    String id = saved.run().info().runId();
    checkStartTimeout(id, options);
    checkOpen(id, saved, options);
    WorkflowDefinition workflow = workflowOf(saved.run());
    workflow.body().checkSaved(saved);
    String wanted = options.id() == null ? checked(id) : options.id();
    return parts.transactions().inCurrentOrNew(() -> insert(wanted, workflow, saved, options));
  }

  /** Starts a new run with the state of a saved one, and returns its id. */
  String begin(String text, Object input, RunOptions options) {
    RunExport saved = read(text);
    RunInfo first = saved.run().info();
    checkStartTimeout(first.runId(), options);
    WorkflowDefinition workflow = parts.registry().required(first.workflow());
    workflow.body().checkInput(input);
    Instant now = parts.clock().instant();
    List<JournalEntry> journal = workflow.body().journalOfNewRun(saved, now);
    RunInfo info =
        new RunInfo(
            first.runId(), workflow.name(), workflow.version(), now, now, journal.size(), 0, null);
    String id = options.id() == null ? origin.ids().next().toString() : options.id();
    Object transformed = StartRuns.transformed(parts, id, workflow, input);
    String start = parts.writeInput(workflow, transformed);
    ExportedRun begun = new ExportedRun(info, RunStatus.PENDING, start, null, null, null, Set.of());
    RunExport withState = new RunExport(begun, journal, List.of(), RunLimits.NONE);
    return parts.transactions().inCurrentOrNew(() -> insert(id, workflow, withState, options));
  }

  private static void checkStartTimeout(String id, RunOptions options) {
    if (options.startTimeout() != null) {
      throw new IllegalArgumentException(
          "Run %s is restored with a start time-out, but it has begun already. Set a time-out for the whole run."
              .formatted(id));
    }
  }

  private static RunExport read(String text) {
    try {
      return RunExport.fromJson(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "The text is not a saved run: " + MessageJson.describeWithoutValues(e));
    }
  }

  /** Checks that the run has not ended, and that it would end in the same way. */
  private static void checkOpen(String id, RunExport saved, RunOptions options) {
    if (saved.run().status().isEnded()) {
      throw refused(id, "it had ended when it was saved. Start a new run.");
    }
    if (saved.knownLimits().cancelRequested()) {
      throw refused(id, "its cancellation was requested before it was saved. Start a new run.");
    }
    if (losesItsEnding(saved, options) && RetryRules.endsWithUndo(saved.entries())) {
      throw refused(
          id, "its compensations have run, so its earlier operations are undone. Start a new run.");
    }
  }

  /**
   * Whether the restored run may not know that the saved one was being ended from outside. Then the
   * code would continue after operations that are undone. Compensations that the code itself has
   * begun continue in the replay.
   */
  private static boolean losesItsEnding(RunExport saved, RunOptions options) {
    if (saved.limits() == null) {
      return true;
    }
    Instant deadline = saved.limits().deadline();
    return options.timeout() != null
        && deadline != null
        && saved.entries().stream().anyMatch(entry -> !entry.at().isBefore(deadline));
  }

  private WorkflowDefinition workflowOf(ExportedRun saved) {
    String name = saved.info().workflow();
    int version = saved.info().version();
    return parts
        .registry()
        .find(name, version)
        .orElseThrow(() -> parts.registry().unknown(name + " (version " + version + ")"));
  }

  private static RunNotRepeatableException refused(String run, String reason) {
    return new RunNotRepeatableException(run, "restored", reason);
  }

  private String insert(
      String id, WorkflowDefinition workflow, RunExport saved, RunOptions options) {
    // 1. Insert the run.
    RunRow run = newRun(id, workflow, saved, options);
    List<JournalEntry> journal = journalFor(run, saved);
    if (!store.runs().insert(run)) {
      RunRow existing = store.runs().find(run.id()).orElse(run);
      throw new DuplicateRunException(
          run.id(), workflow.name(), existing.identity().workflow(), existing.status());
    }
    // 2. Store its journal, and open the waits that were open, with the answers that they have.
    if (!journal.isEmpty()) {
      String savedId = saved.run().info().runId();
      store
          .runs()
          .journal()
          .insert(run.id(), ForkRuns.withNote(journal, savedId, parts.clock().instant()));
      List<JournalEntry> open = RetryRules.openWaits(journal);
      store.waits().table().open(run, open);
      answer(run, open, saved.answers());
    }
    // 3. Let it go on.
    signals.dueAfterCommit(Objects.requireNonNull(run.dueAt()));
    return run.id();
  }

  private RunRow newRun(
      String id, WorkflowDefinition workflow, RunExport saved, RunOptions options) {
    ExportedRun first = saved.run();
    Instant now = parts.clock().instant();
    Instant due = StartRuns.due(options, now);
    RunLimits limits = limits(saved, options, due);
    boolean hasBegun = !saved.entries().isEmpty() || first.info().round() > 0;
    return new RunRow(
        origin.of(id, workflow, options.priority(), now),
        first.input(),
        RunStatus.PENDING,
        earlier(due, limits.deadline(), now),
        null,
        0,
        0,
        hasBegun ? first.info().invocation() : 0,
        hasBegun ? first.info().round() : 0,
        null,
        null,
        false,
        new RunRow.Times(
            now,
            hasBegun ? first.info().startedAt() : null,
            hasBegun ? first.info().roundAt() : null,
            null,
            null,
            limits.deadline(),
            limits.timeoutFrom()),
        RunRow.Flow.NONE);
  }

  private static RunLimits limits(RunExport saved, RunOptions options, Instant due) {
    return options.timeout() == null
        ? saved.knownLimits()
        : new RunLimits(false, StartRuns.limit(due, options.timeout()), due);
  }

  /** A run that is due after its deadline ends at its deadline. */
  private static Instant earlier(Instant due, @Nullable Instant deadline, Instant now) {
    if (deadline == null || due.isBefore(deadline)) {
      return due;
    }
    return deadline.isBefore(now) ? now : deadline;
  }

  /** The id in the text follows the same rules as an id in the options. */
  private static String checked(String id) {
    RunOptions checked = new RunOptions(id, null, false, null, null, null, null);
    return Objects.requireNonNull(checked.id());
  }

  private static List<JournalEntry> journalFor(RunRow run, RunExport saved) {
    Set<String> open = RetryRules.operations(RetryRules.openWaits(saved.entries()));
    Set<String> answered =
        saved.answers().stream()
            .filter(answer -> answer.type() != null)
            .map(Answer::operation)
            .collect(Collectors.toSet());
    List<JournalEntry> entries = new ArrayList<>();
    for (JournalEntry entry : saved.entries()) {
      entries.add(
          open.contains(entry.operation())
              ? reopened(run, entry, answered.contains(entry.operation()))
              : entry);
    }
    return entries;
  }

  /** A callback gets its id in the new run. Positions of another log have no meaning here. */
  private static JournalEntry reopened(RunRow run, JournalEntry open, boolean isAnswered) {
    EntryDetails details = open.details();
    if (open.kind() == OperationKind.INVOKE) {
      if (isAnswered) {
        return open;
      }
      throw refused(
          run.id(),
          "its child run %s had not ended when it was saved, and is not in the text. Save the run after the end of the child run."
              .formatted(details.childRun()));
    }
    if (open.kind() == OperationKind.CALLBACK) {
      return open.with(details.on(OperationIds.of(run.id(), run.round(), open.operation()), null));
    }
    return open.with(details.after(null));
  }

  /** Stores the answers and the heartbeats that the saved run had received for its open waits. */
  private void answer(RunRow run, List<JournalEntry> open, List<Answer> answers) {
    Map<String, String> waits =
        open.stream()
            .collect(
                Collectors.toMap(
                    JournalEntry::operation,
                    entry -> WaitTable.id(run, entry),
                    (one, other) -> other));
    for (Answer answer : answers) {
      String wait = waits.get(answer.operation());
      if (wait != null) {
        answer(run, wait, answer);
      }
    }
  }

  private void answer(RunRow run, String wait, Answer answer) {
    EntryType outcome = answer.type();
    if (outcome == null) {
      store.callbacks().heartbeat(wait, answer.at());
    } else {
      WaitTable table = store.waits().table();
      table.complete(run.id(), wait, outcome, answer.payload(), answer.error(), answer.at());
    }
  }
}
