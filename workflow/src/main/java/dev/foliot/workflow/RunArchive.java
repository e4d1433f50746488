package dev.foliot.workflow;

/**
 * Keeps runs that the clean-up removes, {@code foliot.workflow.retention} after their end. A Spring
 * bean of this type is called for each run.
 */
@FunctionalInterface
public interface RunArchive {
  /**
   * Keeps a run. The run is removed in the same transaction: what this method writes to the
   * application's database commits with the removal. If the method throws, both are undone, and the
   * run is tried again in a later clean-up, so another system may get it twice.
   *
   * @param run its summary
   * @param export the run with its journal, as {@link Workflows#export} returns it: personal data
   *     is encrypted in it, other payloads are not
   */
  void archive(RunSummary run, String export);
}
