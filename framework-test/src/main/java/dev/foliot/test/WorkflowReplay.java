package dev.foliot.test;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.NonDeterministicWorkflowException;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.ExportedRun;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.RunExport;
import dev.foliot.workflow.journal.StoredError;
import dev.foliot.workflow.replay.Invocation;
import dev.foliot.workflow.replay.InvocationAborted;
import dev.foliot.workflow.replay.InvocationInput;
import dev.foliot.workflow.replay.InvocationParts;
import dev.foliot.workflow.replay.InvocationResult;
import dev.foliot.workflow.replay.UnusableValueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/**
 * Replays exported runs with the current code. So a change that breaks running workflows is found
 * before its deployment. Nothing is executed: each operation has the outcome of the file.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> oldRunsGoOn() {
 *   return WorkflowReplay.of(new OrderFulfilment(payments)).files(Path.of("src/test/resources/runs"));
 * }
 * }</pre>
 */
public final class WorkflowReplay {
  /** Errors of the code, not of an operation: no attempt of the run could succeed. */
  private static final Set<String> REFUSALS =
      Set.of(
          NonDeterministicWorkflowException.class.getName(),
          UnusableValueException.class.getName());

  private static final Set<RunStatus> ENDED_BY_CODE = Set.of(RunStatus.SUCCEEDED, RunStatus.FAILED);

  /** The code did nothing new, and then its compensations ran. */
  private static final Set<RunStatus> UNDONE = Set.of(RunStatus.CANCELLED, RunStatus.TIMED_OUT);

  private final DurableFunction<?, ?> function;

  private WorkflowReplay(DurableFunction<?, ?> function) {
    this.function = function;
  }

  /** Replays on this code. */
  public static WorkflowReplay of(DurableFunction<?, ?> function) {
    return new WorkflowReplay(function);
  }

  /**
   * One test for each file of the folder whose name ends with {@code .json}.
   *
   * @throws AssertionError if there is no such folder, or no such file in it
   */
  public Stream<DynamicTest> files(Path folder) {
    return list(folder).stream()
        .map(file -> DynamicTest.dynamicTest(nameOf(file), () -> check(read(file))));
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw nothingIn(folder, "There is no folder %s");
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
      if (found.isEmpty()) {
        throw nothingIn(folder, "No file in %s ends with .json");
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AssertionError nothingIn(Path folder, String problem) {
    return new AssertionError(
        "%s, so no run is replayed. Correct the path, or store runs there: the text of result.snapshot() in a test, or of workflows.export(runId) in the application."
            .formatted(problem.formatted(folder.toAbsolutePath())));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Replays a run.
   *
   * @param export the JSON of {@link WorkflowResult#snapshot()}, or of an export of the engine
   * @throws AssertionError if the code calls other operations than the run had, cannot read a value
   *     that the run has stored, ends with an error at the point where the run was waiting, or
   *     fails with another type of error than the run
   */
  public void check(String export) {
    RunExport run = RunExport.fromJson(export);
    boolean isUndone = UNDONE.contains(run.run().status());
    if (isUndone && run.entries().isEmpty()) {
      return; // its code has never run
    }
    String problem = isUndone ? problem(run, Invocation.beforeUndo(run.entries())) : null;
    if (problem == null) {
      problem = problem(run, run.entries());
    }
    if (problem != null) {
      throw new AssertionError(
          "Run %s of %s cannot continue with the current code. %s"
              .formatted(run.run().info().runId(), run.run().info().workflow(), problem));
    }
  }

  private InvocationResult replay(RunExport export, List<JournalEntry> entries) {
    VirtualCode code = new VirtualFunction(export.run().info().workflow(), function, null);
    ReadOnlyJournal journal = new ReadOnlyJournal();
    InvocationInput input =
        new InvocationInput(
            export.run().info(),
            code.memo(),
            export.run().input(),
            entries,
            List.of(),
            UNDONE.contains(export.run().status()) ? export.run().status() : null);
    return new Invocation(code.body(VirtualRuns.CODEC), input, journal, parts(export, entries))
        .run();
  }

  /** The clock stands at the last entry, so nothing is due. */
  private static InvocationParts parts(RunExport export, List<JournalEntry> entries) {
    TestClock clock = new TestClock();
    int size = entries.size();
    clock.set(size == 0 ? export.run().info().startedAt() : entries.get(size - 1).at());
    return new InvocationParts(
        clock,
        VirtualRuns.CODEC,
        new ScriptedDomain(new WorkflowScript(), event -> {}),
        (call, body) -> {
          throw new InvocationAborted(new ReadOnlyJournal.NewOperationException(call));
        },
        VirtualRuns.BRANCHES,
        false,
        RetryPolicy.none(),
        () -> 0.5);
  }

  private @Nullable String problem(RunExport export, List<JournalEntry> entries) {
    RunStatus status = export.run().status();
    InvocationResult result = replay(export, entries);
    if (!(result instanceof InvocationResult.Ended ended)) {
      return ENDED_BY_CODE.contains(status)
          ? "It had ended, but the code continues after its last operation."
          : null;
    }
    StoredError error = ended.error();
    if (error != null && REFUSALS.contains(error.type())) {
      return String.valueOf(error.message());
    }
    if (endsAs(export.run(), ended)) {
      return null;
    }
    return "It is %s, and the code ends as %s."
        .formatted(text(status, export.run().error()), text(ended.status(), error));
  }

  private static String text(RunStatus status, @Nullable StoredError error) {
    return error == null ? status.name() : status + ": " + error.firstLine();
  }

  /**
   * A run that waits has no new outcome in its journal, so unchanged code waits, too. A run that
   * was exported or terminated while a node ran it may have been about to end.
   */
  private static boolean endsAs(ExportedRun run, InvocationResult.Ended ended) {
    return switch (run.status()) {
      case SUCCEEDED, CANCELLED, TIMED_OUT -> ended.status() == run.status();
      case FAILED ->
          ended.status() == RunStatus.FAILED && typeOf(ended.error()).equals(typeOf(run.error()));
      case WAITING -> ended.status() != RunStatus.FAILED;
      default -> true;
    };
  }

  private static String typeOf(@Nullable StoredError error) {
    return error == null ? "" : error.type();
  }
}
