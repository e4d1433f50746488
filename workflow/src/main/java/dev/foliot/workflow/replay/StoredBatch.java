package dev.foliot.workflow.replay;

import dev.foliot.workflow.BatchResult.CompletionReason;
import dev.foliot.workflow.BatchResult.Status;
import dev.foliot.workflow.journal.StoredError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of the branches of a batch, as stored.
 *
 * @param reason why the batch is complete
 * @param items the branches that were started
 */
record StoredBatch(CompletionReason reason, List<StoredItem> items) {
  /**
   * A branch that was started.
   *
   * @param payload its result; null if the branch or the result of the batch has it
   */
  record StoredItem(
      int index,
      @Nullable String name,
      Status status,
      @Nullable String payload,
      @Nullable StoredError error) {}
}
