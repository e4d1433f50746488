package dev.foliot.unitofwork;

import dev.foliot.eventstore.NewMessage;
import java.util.List;

/** Receives the messages that a unit of work stored in the log, right after the commit. */
@FunctionalInterface
public interface CommitListener {
  /**
   * Called on the committing thread with at least one message, in the order of the log. Events are
   * among them, and messages of any other kind.
   */
  void committed(List<NewMessage> messages);
}
