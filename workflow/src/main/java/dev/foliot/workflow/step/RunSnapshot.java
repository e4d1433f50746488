package dev.foliot.workflow.step;

import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.JsonPayloads;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.RunExport;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.beans.BeanUtils;
import tools.jackson.core.JacksonException;

/**
 * A run of steps that was saved as text. {@code workflows.export(runId)} and the result of a test
 * return the text at any time. Another process can restore the run. Immutable.
 */
public final class RunSnapshot {
  private static final JsonPayloads CODEC =
      new JsonPayloads(new MessageJson(new MessageTypes(List.of())));

  private final String text;
  private final RunExport export;

  private RunSnapshot(String text, RunExport export) {
    this.text = text;
    this.export = export;
  }

  /**
   * Reads a saved run.
   *
   * @throws IllegalArgumentException if the text is not a saved run
   */
  public static RunSnapshot of(String text) {
    try {
      return new RunSnapshot(text, RunExport.fromJson(text));
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "The text is not a saved run: " + MessageJson.describeWithoutValues(e));
    }
  }

  /** The saved run. */
  public String text() {
    return text;
  }

  /**
   * The state of the run.
   *
   * @param type the class of the state that its steps declare
   */
  public <S> S state(Class<S> type) {
    return stateJson()
        .map(json -> type.cast(CODEC.read(json, type)))
        .orElseGet(() -> BeanUtils.instantiateClass(type));
  }

  private Optional<String> stateJson() {
    return stateJson(export);
  }

  private static Optional<String> stateJson(RunExport saved) {
    return saved.entries().stream()
        .filter(entry -> entry.kind() == OperationKind.STATE)
        .map(entry -> Objects.requireNonNull(entry.payload()))
        .reduce((earlier, later) -> later)
        .map(StepMemory::stateIn);
  }

  /** The run with its journal. */
  public RunExport export() {
    return export;
  }

  /** The journal of a new run that begins with the state of the saved one. */
  static List<JournalEntry> journalOfNewRun(RunExport saved, Instant now) {
    return stateJson(saved).map(state -> firstEntry(state, now)).stream().toList();
  }

  private static JournalEntry firstEntry(String state, Instant now) {
    return new JournalEntry(
        1,
        "~state-1",
        null,
        OperationKind.STATE,
        EntryType.SUCCEEDED,
        null,
        StepMemory.withState(state),
        EntryDetails.NONE,
        1,
        now);
  }

  static void check(RunExport saved, StepGraph graph) {
    ReportRun run = new ReportRun(graph, saved.run().input());
    run.atStart();
    saved.entries().forEach(run::after);
    saved.entries().stream()
        .filter(entry -> entry.kind() == OperationKind.EMIT)
        .map(RunSnapshot::className)
        .forEach(graph::classOf);
  }

  private static String className(JournalEntry emitted) {
    return Objects.requireNonNull(emitted.details().target());
  }

  @Override
  public String toString() {
    return text;
  }
}
