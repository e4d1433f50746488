package dev.foliot.workflow.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a journal. Entries are never changed.
 *
 * @param number its place in the journal of its run, from 1
 * @param operation the id of the operation within the run
 * @param parent the id of the operation whose context it is in; null at the top
 * @param kind the kind of the operation
 * @param type the recorded state of the operation
 * @param name the name of the operation, or null
 * @param payload the result, or the input of a child run, or null
 * @param details the details
 * @param invocation the invocation in which it was written, from 1
 * @param at when it was written
 */
public record JournalEntry(
    int number,
    String operation,
    @Nullable String parent,
    OperationKind kind,
    EntryType type,
    @Nullable String name,
    @Nullable String payload,
    EntryDetails details,
    int invocation,
    Instant at) {

  /** Returns the same entry with other details. */
  public JournalEntry with(EntryDetails other) {
    return new JournalEntry(
        number, operation, parent, kind, type, name, payload, other, invocation, at);
  }

  /** Whether no entry of its operation follows. */
  public boolean isFinal() {
    return type != EntryType.STARTED && details.nextDelay() == null;
  }

  /** Whether the result is rebuilt from the operations in the context. */
  public boolean isRebuilt() {
    return details.isRebuilt();
  }
}
