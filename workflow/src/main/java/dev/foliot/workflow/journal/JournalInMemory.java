package dev.foliot.workflow.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * A journal in memory, for tests without a database.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class JournalInMemory implements Journal {
  private final List<JournalEntry> entries = new ArrayList<>();

  @Override
  public void append(List<JournalEntry> added) {
    entries.addAll(added);
  }

  @Override
  public void appendWith(List<JournalEntry> before, Supplier<JournalEntry> action) {
    JournalEntry outcome = action.get();
    entries.addAll(before);
    entries.add(outcome);
  }

  /** Forgets everything: the run continues as new. */
  public void clear() {
    entries.clear();
  }

  /** Returns all entries. */
  public List<JournalEntry> entries() {
    return List.copyOf(entries);
  }
}
