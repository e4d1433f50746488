package dev.foliot.workflow.run;

import dev.foliot.workflow.journal.JournalEntry;
import org.apiguardian.api.API;

/**
 * Is told of waits that were opened, such as to look for an event that came before its wait.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface OpenedWaits {
  /**
   * A wait was opened, in the transaction of the caller.
   *
   * @param waitId its id in {@code foliot_wait}
   * @param runId the run that waits
   * @param started the entry that opened it
   */
  void opened(String waitId, String runId, JournalEntry started);
}
