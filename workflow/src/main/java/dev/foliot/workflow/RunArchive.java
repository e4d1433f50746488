package dev.foliot.workflow;

/**
 * Archives runs that the clean-up removes, {@code foliot.workflow.retention} after their end. A
 * Spring bean of this type is called for each run.
 */
@FunctionalInterface
public interface RunArchive {
  /**
   * Archives a run. The run is removed in the same transaction, so writes of this method to the
   * application's database commit with the removal. If the method throws, both are rolled back. A
   * later clean-up tries again, so another system may get the run twice.
   *
   * @param run its summary
   * @param export the run with its journal, as {@link Workflows#export} returns it: personal data
   *     is encrypted, other payloads are not
   */
  void archive(RunSummary run, String export);
}
