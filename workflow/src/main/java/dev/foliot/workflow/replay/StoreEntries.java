package dev.foliot.workflow.replay;

import dev.foliot.workflow.WorkflowInterceptor.OperationStatus;
import dev.foliot.workflow.journal.Journal;
import dev.foliot.workflow.journal.JournalClosedException;
import dev.foliot.workflow.journal.JournalClosedException.Reason;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores the new entries of an invocation in the journal. They are kept in memory until the next
 * effect requires that they are stored. So an operation costs one commit, and the last operation
 * none of its own.
 */
final class StoreEntries {
  private final Journal journal;
  private final Hooks hooks;
  private final List<JournalEntry> pending = new ArrayList<>();
  private boolean required;
  private boolean emitted;
  private @Nullable InvocationAborted broken;

  StoreEntries(Journal journal, Hooks hooks) {
    this.journal = journal;
    this.hooks = hooks;
  }

  void add(JournalEntry entry) {
    pending.add(entry);
    emitted |= entry.kind() == OperationKind.EMIT;
  }

  /** Notes that the entries must be stored before the next effect. */
  void require() {
    required = true;
  }

  boolean isRequired() {
    return required || emitted;
  }

  /** Whether there are emitted events that are not stored yet, and can be stored. */
  boolean hasEmitted() {
    return emitted && broken == null;
  }

  /** The entries that are not stored yet. */
  List<JournalEntry> pending() {
    return List.copyOf(pending);
  }

  /** Stores all entries. */
  void all() {
    if (pending.isEmpty()) {
      return;
    }
    try {
      journal.append(pending());
    } catch (Throwable e) {
      throw breaksWith(e);
    }
    stored();
  }

  /**
   * Stores all entries, an effect and its entry in one transaction.
   *
   * @param effect has the effect, and returns its entry
   * @param added receives the entry when it is stored
   * @param ended is called after the commit, outside of the transaction; with {@code STARTED} if it
   *     is not known whether anything is stored
   * @throws EffectFailed if the effect has thrown; nothing is stored
   */
  void with(
      Supplier<JournalEntry> effect,
      Consumer<JournalEntry> added,
      Consumer<OperationStatus> ended) {
    JournalEntry[] entry = new JournalEntry[1];
    try {
      journal.appendWith(pending(), () -> entry[0] = effect.get());
    } catch (EffectFailed failed) {
      throw failed;
    } catch (JournalClosedException | Error e) {
      ended.accept(hasStored(e) ? OperationStatus.SUCCEEDED : OperationStatus.STARTED);
      if (hasStored(e)) {
        added.accept(entry[0]);
        pending.add(entry[0]);
      }
      throw breaksWith(e);
    } catch (Throwable e) { // the commit was refused, as by a constraint or a conflict
      throw new EffectFailed(e);
    }
    ended.accept(OperationStatus.SUCCEEDED);
    added.accept(entry[0]);
    pending.add(entry[0]);
    stored();
  }

  private void stored() {
    List<JournalEntry> added = pending();
    pending.clear();
    required = false;
    emitted = false;
    hooks.journalChanged(added);
  }

  private InvocationAborted breaksWith(Throwable cause) {
    if (hasStored(cause)) {
      stored();
    }
    broken = new InvocationAborted(cause);
    return broken;
  }

  private static boolean hasStored(Throwable cause) {
    return cause instanceof JournalClosedException closed
        && (closed.reason() == Reason.ENDING || closed.reason() == Reason.HANDED_OVER);
  }

  /** The reason why the journal cannot be written any more; empty if it can. */
  Optional<InvocationAborted> broken() {
    return Optional.ofNullable(broken);
  }

  void throwIfBroken() {
    if (broken != null) {
      throw broken;
    }
  }

  /** Whether the outcome of a body that was running when the journal was closed can be stored. */
  boolean takesLateOutcomes() {
    return broken != null && hasStored(broken.failure());
  }
}
