package dev.foliot.test;

import dev.foliot.workflow.journal.Answer;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationIds;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.RunExport;
import java.util.List;
import java.util.stream.Stream;

/** A saved run that continues in another scenario. */
final class RestoredRun {
  private final RunExport saved;
  private final List<JournalEntry> entries;

  RestoredRun(RunExport saved) {
    this.saved = saved;
    this.entries = saved.entries();
  }

  void restore(VirtualRun run, VirtualRuns runs) {
    run.invocations = saved.run().info().invocation();
    run.journal.begin(entries);
    if (!entries.isEmpty()) {
      runs.moveTo(entries.get(entries.size() - 1).at());
    }
    run.limit(saved.knownLimits());
    saved.answers().forEach(run::answer);
    entries.stream().filter(this::isOpen).forEach(entry -> runs.stored(run, entry));
    entries.stream()
        .filter(entry -> entry.kind() == OperationKind.EVENT)
        .map(RestoredRun::stepThatWaits)
        .distinct()
        .forEach(step -> runs.faults().ran(OperationIds.of(run.id, 0, step), attempt(step)));
  }

  private boolean isOpen(JournalEntry entry) {
    Stream<String> ended =
        entries.stream().filter(JournalEntry::isFinal).map(JournalEntry::operation);
    Stream<String> answered =
        saved.answers().stream().filter(each -> each.type() != null).map(Answer::operation);
    return entry.type() == EntryType.STARTED
        && Stream.concat(ended, answered).noneMatch(entry.operation()::equals);
  }

  private static String stepThatWaits(JournalEntry wait) {
    return wait.operation().substring(0, wait.operation().lastIndexOf("-wait-"));
  }

  private int attempt(String step) {
    return 1 + (int) entries.stream().filter(entry -> entry.operation().equals(step)).count();
  }
}
