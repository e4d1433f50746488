package dev.foliot.unitofwork;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.failure.ReadableError;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the commit listeners. A failure of one is logged and changes nothing else. */
record CommitListeners(List<CommitListener> all) {
  private static final Logger LOG = LoggerFactory.getLogger(CommitListeners.class);

  void committed(List<NewMessage> messages) {
    all.forEach(listener -> run(() -> listener.committed(messages)));
  }

  static void run(Runnable action) {
    try {
      action.run();
    } catch (Throwable e) {
      LOG.error(
          "A listener failed after the commit; the changes stay committed.", ReadableError.of(e));
    }
  }
}
