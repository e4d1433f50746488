package dev.foliot.workflow.replay;

import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.Journal;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.StoredError;
import java.time.Instant;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Invokes the code of a workflow once, until the run ends or cannot continue. Runs in the thread of
 * the caller, and uses other threads for branches.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Invocation {
  private final RunBody body;
  private final InvocationInput input;
  private final Recording recording;
  private final RunState state;
  private @Nullable InvocationResult result;

  /**
   * @param body the code
   * @param input the run
   * @param journal the journal of the run
   */
  public Invocation(RunBody body, InvocationInput input, Journal journal, InvocationParts parts) {
    this.body = body;
    this.input = input;
    this.recording = new Recording(input, journal, parts);
    this.state = new RunState(parts, input, recording);
  }

  /** The entries of a journal before those of the compensations of a run that must end. */
  public static List<JournalEntry> beforeUndo(List<JournalEntry> entries) {
    return entries.stream()
        .takeWhile(entry -> !entry.operation().startsWith(ContextScope.UNDO))
        .toList();
  }

  /** Runs the code. It throws nothing: each failure is a result. */
  public InvocationResult run() {
    recording.hooks().invocationStart();
    InvocationResult end = runCode();
    endHooks(end);
    return end;
  }

  private void endHooks(InvocationResult end) {
    Hooks hooks = recording.hooks();
    hooks.journalChanged(recording.unstored());
    if (end instanceof InvocationResult.Ended ended) {
      hooks.invocationEnd(ended.status(), ended.payload(), ended.error());
    } else {
      boolean waits = end instanceof InvocationResult.Waiting;
      hooks.invocationEnd(waits ? RunStatus.WAITING : RunStatus.RUNNING, null, null);
    }
  }

  private InvocationResult runCode() {
    // 1. Run the code until it ends or waits. A run that must end does nothing new.
    if (input.ending() != null) {
      recording.freeze();
    }
    ContextScope root = ContextScope.root(state);
    RunScope scope = new RunScope(root);
    state.branches().run(() -> root.activate(() -> result = runBody(scope)));
    // 2. A run that must end undoes its effects, unless it has ended already.
    if (input.ending() != null && (result == null || recording.hasBegun(ContextScope.UNDO))) {
      result = undo(scope, input.ending());
    }
    // 3. An error that the code has caught still counts.
    return recording
        .broken()
        .map(error -> aborted(error.failure()))
        .or(() -> recording.refusal().error().map(this::refused))
        .orElseGet(this::result);
  }

  private InvocationResult result() {
    Throwable crash = state.branches().crash();
    if (crash != null) {
      return new InvocationResult.Aborted(crash, List.of());
    }
    return result == null ? waiting() : result;
  }

  private @Nullable InvocationResult runBody(RunScope run) {
    try {
      String payload = body.run(run, input.input());
      if (isSuspended()) {
        return null; // it has caught the suspension
      }
      run.checkEnd();
      return new InvocationResult.Ended(RunStatus.SUCCEEDED, payload, null, recording.unstored());
    } catch (Suspension | InvocationAborted unwound) {
      return null;
    } catch (Restart restart) {
      return new InvocationResult.Restarted(restart.input(), recording.unstored());
    } catch (OutOfMemoryError e) {
      return new InvocationResult.Aborted(e, List.of());
    } catch (Throwable e) {
      return isSuspended() ? null : refused(e);
    }
  }

  private boolean isSuspended() {
    return state.branches().isClosed() || recording.hasSuspended();
  }

  private InvocationResult aborted(Throwable cause) {
    return new InvocationResult.Aborted(
        cause, recording.takesLateOutcomes() ? recording.unstored() : List.of());
  }

  private InvocationResult refused(Throwable error) {
    return error instanceof UnusableValueException value && value.outage().isPresent()
        ? new InvocationResult.Aborted(value, List.of())
        : failed(recording.errors().of(error));
  }

  private InvocationResult failed(StoredError error) {
    return new InvocationResult.Ended(RunStatus.FAILED, null, error, recording.unstored());
  }

  private InvocationResult waiting() {
    Instant due = state.branches().mustGoOn() ? state.now() : recording.nextDue();
    return new InvocationResult.Waiting(due, recording.unstored());
  }

  /** Runs the compensations, in a context of their own. */
  private @Nullable InvocationResult undo(RunScope scope, RunStatus ending) {
    state.beginAnew();
    recording.thaw();
    result = null;
    ContextScope undo = ContextScope.undo(state);
    state
        .branches()
        .run(
            () ->
                undo.activate(
                    () -> {
                      try {
                        scope.ends(ending);
                        Compensation.undoAll(undo, each -> true);
                        result =
                            new InvocationResult.Ended(ending, null, null, recording.unstored());
                      } catch (Suspension | InvocationAborted unwound) {
                        // the run continues later
                      } catch (RuntimeException e) { // one has failed, and all have run
                        result =
                            new InvocationResult.Ended(
                                ending, null, recording.errors().of(e), recording.unstored());
                      }
                    }));
    return result;
  }
}
