package dev.foliot.test;

import dev.foliot.workflow.journal.Journal;
import dev.foliot.workflow.journal.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The journal of a run in a {@link WorkflowTestRunner}. */
final class VirtualJournal implements Journal {
  private final VirtualRuns runs;
  private final VirtualRun run;
  private final List<JournalEntry> entries = new ArrayList<>();

  VirtualJournal(VirtualRuns runs, VirtualRun run) {
    this.runs = runs;
    this.run = run;
  }

  @Override
  public void append(List<JournalEntry> added) {
    runs.faults().beforeAppend();
    store(added);
  }

  @Override
  public void appendWith(List<JournalEntry> before, Supplier<JournalEntry> action) {
    JournalEntry outcome;
    try {
      outcome = runs.faults().inTransaction(action);
      runs.faults().beforeAppend();
    } catch (Throwable e) {
      runs.domain().rollBack();
      throw e;
    }
    List<JournalEntry> all = new ArrayList<>(before);
    all.add(outcome);
    runs.domain().commit();
    store(all);
  }

  private void store(List<JournalEntry> added) {
    entries.addAll(added);
    added.forEach(entry -> runs.stored(run, entry));
  }

  List<JournalEntry> entries() {
    return List.copyOf(entries);
  }

  /** The first entries, which were stored before. */
  void begin(List<JournalEntry> stored) {
    entries.addAll(stored);
  }

  /** Keeps only these entries, and a note of the retry. */
  void cut(List<JournalEntry> kept, JournalEntry note) {
    entries.clear();
    entries.addAll(kept);
    entries.add(note);
  }

  void clear() {
    entries.clear();
  }
}
