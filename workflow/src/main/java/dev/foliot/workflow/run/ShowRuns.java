package dev.foliot.workflow.run;

import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunReport;
import dev.foliot.workflow.RunSummary;
import dev.foliot.workflow.journal.ExportedRun;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.RunExport;
import dev.foliot.workflow.journal.RunLimits;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Shows committed runs. */
final class ShowRuns {
  private final RunParts parts;
  private final RunStore store;

  ShowRuns(RunParts parts, RunStore store) {
    this.parts = parts;
    this.store = store;
  }

  List<RunSummary> list(RunFilter filter) {
    List<RunSummary> found = read(filter);
    if (found.isEmpty() && filter.workflow() != null) {
      requireKnown(filter.workflow());
    }
    return found;
  }

  private List<RunSummary> read(RunFilter filter) {
    return parts
        .transactions()
        .readOnly(() -> store.runs().lists().list(filter).stream().map(this::summary).toList());
  }

  /** Refuses a misspelt name. A removed workflow has its former runs. */
  private void requireKnown(String workflow) {
    if (read(RunFilter.of(workflow).limit(1)).isEmpty()) {
      var unused = parts.registry().required(workflow);
    }
  }

  Optional<RunReport> find(String id) {
    return parts.transactions().readOnly(() -> store.runs().find(id).map(this::report));
  }

  private RunReport report(RunRow run) {
    List<JournalEntry> entries = store.runs().journal().of(run.id());
    return new RunReport(
        summary(run),
        run.identity().correlationId(),
        run.times().deadline(),
        run.cancelRequested(),
        store.runs().input(run),
        store.runs().result(run),
        ErrorJson.shown(store.runs().error(run)),
        ShowOperations.of(entries),
        entries.stream().map(ShowRuns::entry).toList());
  }

  Optional<String> export(String id) {
    return parts
        .transactions()
        .readOnly(() -> store.runs().find(id).map(run -> inOneRound(run).toJson()));
  }

  /** Reads again if the run has continued as new since, because the next round has its journal. */
  private RunExport inOneRound(RunRow run) {
    RunExport exported = exported(run);
    RunRow current = store.runs().find(run.id()).orElse(run);
    return current.round() == run.round() ? exported : inOneRound(current);
  }

  RunExport exported(RunRow run) {
    List<JournalEntry> entries = store.runs().journal().of(run.id());
    RunRow.Times times = run.times();
    return new RunExport(
        new ExportedRun(
            run.info(),
            run.status(),
            store.runs().input(run),
            store.runs().result(run),
            store.runs().error(run),
            run.times().ended(),
            Set.of()),
        entries,
        run.status().isEnded() ? List.of() : store.waits().answers(run.id(), entries),
        new RunLimits(run.cancelRequested(), times.deadline(), times.timeoutFrom()));
  }

  RunSummary summary(RunRow run) {
    RunRow.Identity identity = run.identity();
    return new RunSummary(
        run.id(),
        identity.workflow(),
        identity.version(),
        run.status(),
        parts.registry().find(identity.workflow(), identity.version()).isPresent(),
        run.invocations(),
        identity.parentRun(),
        identity.forkedFrom(),
        run.times().created(),
        run.times().started(),
        run.dueAt(),
        run.times().ended());
  }

  private static RunReport.Entry entry(JournalEntry entry) {
    return new RunReport.Entry(
        entry.number(),
        entry.operation(),
        entry.kind().label(),
        entry.type().name(),
        entry.name(),
        entry.payload(),
        ErrorJson.shown(entry.details().error()),
        entry.invocation(),
        entry.at());
  }
}
