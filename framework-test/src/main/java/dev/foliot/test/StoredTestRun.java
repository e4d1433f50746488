package dev.foliot.test;

import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunNotFoundException;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.RunSummary;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.RunExport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A run in the database of the application. */
final class StoredTestRun<R extends @Nullable Object> implements WorkflowTestRun<R> {
  private final StoredRunParts parts;
  private final Class<?> workflow;
  private final String id;
  private final ShownEvents shown;

  StoredTestRun(StoredRunParts parts, Class<?> workflow, String id, ShownEvents shown) {
    this.parts = parts;
    this.workflow = workflow;
    this.id = id;
    this.shown = shown;
  }

  @Override
  public WorkflowTestRun<R> advance(Duration time) {
    parts.time().advance(new TimePasses(time).time());
    return this;
  }

  @Override
  public WorkflowTestRun<R> finish() {
    parts.time().finish();
    return this;
  }

  private WorkflowTestRun<R> settled() {
    parts.time().settle();
    return this;
  }

  @Override
  public WorkflowTestRun<R> complete(String callback, @Nullable Object result) {
    parts.workflows().completeCallback(callbackId(callback), result);
    return settled();
  }

  @Override
  public WorkflowTestRun<R> fail(String callback, Throwable error) {
    parts
        .workflows()
        .failCallback(callbackId(callback), error.getClass().getName(), error.getMessage());
    return settled();
  }

  @Override
  public WorkflowTestRun<R> heartbeat(String callback) {
    parts.workflows().heartbeat(callbackId(callback));
    return settled();
  }

  /** The last callback with this name or id, of this run or of its child runs. */
  private String callbackId(String wanted) {
    List<String> names = new ArrayList<>();
    String found = null;
    for (String run : runs(id)) {
      List<JournalEntry> entries = export(run).entries();
      for (JournalEntry entry : entries) {
        if (entry.kind() == OperationKind.CALLBACK && entry.type() == EntryType.STARTED) {
          String name = OpenCallback.nameOf(entries, entry);
          String callback = Objects.requireNonNull(entry.details().target());
          boolean isWanted =
              List.of(callback, entry.operation()).contains(wanted) || wanted.equals(name);
          found = isWanted ? callback : found;
          names.add(name == null ? entry.operation() : name);
        }
      }
    }
    if (found == null) {
      throw new IllegalStateException(
          "There is no callback '%s' at this time. There are %s.".formatted(wanted, names));
    }
    return found;
  }

  private List<String> runs(String parent) {
    List<String> all = new ArrayList<>(List.of(parent));
    for (RunSummary child : parts.workflows().list(RunFilter.all().childrenOf(parent))) {
      all.addAll(runs(child.id()));
    }
    return all;
  }

  @Override
  public WorkflowTestRun<R> publish(Object event) {
    parts.transactions().doInNew(() -> parts.events().publish("test", event));
    return settled();
  }

  @Override
  public WorkflowTestRun<R> cancel() {
    parts.workflows().handle(id).cancel();
    return settled();
  }

  @Override
  public WorkflowTestRun<R> retry() {
    parts.workflows().retry(id);
    return settled();
  }

  @Override
  public WorkflowTestRun<R> retry(String fromStep) {
    parts.workflows().retry(id, fromStep);
    return settled();
  }

  @Override
  public RunStatus status() {
    return parts.workflows().handle(id).status();
  }

  @Override
  public WorkflowResult<R> result() {
    return new WorkflowResult<>(
        export(id),
        CodeOfRun.of(workflow, parts.codec()),
        shown,
        parts.clock().instant(),
        parts.calls());
  }

  private RunExport export(String run) {
    return RunExport.fromJson(
        parts.workflows().export(run).orElseThrow(() -> new RunNotFoundException(run)));
  }
}
