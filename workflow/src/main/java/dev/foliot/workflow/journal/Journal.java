package dev.foliot.workflow.journal;

import java.util.List;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * The journal of one run, as the current invocation writes it: the port between a replay and its
 * store. Each method is fenced: it throws if this node does not own the run any more (R54), and
 * nothing is written.
 *
 * <p>An entry {@code STARTED} of a callback, an event or a child run opens its wait, which can be
 * answered as soon as the entry is stored.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface Journal {
  /** Appends entries in a transaction of their own. */
  void append(List<JournalEntry> entries);

  /**
   * Appends entries, runs the action, and appends its outcome, all in one transaction. If the
   * action throws, or the commit is refused, nothing is stored.
   *
   * @throws JournalClosedException if this node does not own the run any more, or if it is not
   *     known whether anything is stored
   */
  void appendWith(List<JournalEntry> entries, Supplier<JournalEntry> action);
}
