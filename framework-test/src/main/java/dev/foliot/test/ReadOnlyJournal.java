package dev.foliot.test;

import dev.foliot.workflow.journal.Journal;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.replay.Bodies;
import java.util.List;
import java.util.function.Supplier;

/** The journal of a run that is only replayed. */
final class ReadOnlyJournal implements Journal {
  /** Thrown when the code does more than the run had done. */
  static final class NewOperationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NewOperationException(Bodies.Call call) {
      super("New: " + call.kind().label() + " " + call.operation());
    }

    NewOperationException(JournalEntry entry) {
      super("New: " + entry.kind().label() + " " + entry.operation());
    }
  }

  @Override
  public void append(List<JournalEntry> entries) {
    throw new NewOperationException(entries.get(0));
  }

  @Override
  public void appendWith(List<JournalEntry> entries, Supplier<JournalEntry> action) {
    throw new NewOperationException(action.get());
  }
}
