package dev.foliot.test;

import dev.foliot.unitofwork.Transactions;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.RunSummary;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.run.PublishEvents;
import dev.foliot.workflow.run.WorkflowRegistry;

/**
 * The beans of the application that a test of runs needs.
 *
 * @param workflows the entry point
 * @param time lets time pass
 * @param clock the application's clock
 * @param transactions those of the application
 * @param events raises events
 * @param codec reads stored values
 * @param registry the workflows of the application
 * @param calls the commands and events of runs
 */
record StoredRunParts(
    Workflows workflows,
    RunTime time,
    TestClock clock,
    Transactions transactions,
    PublishEvents events,
    PayloadCodec codec,
    WorkflowRegistry registry,
    RunCalls calls) {

  /** The class that declares the workflow of a run. */
  Class<?> classOf(RunSummary run) {
    return registry.definitions().stream()
        .filter(each -> each.name().equals(run.workflow()) && each.version() == run.version())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Run %s has the workflow %s in version %s, and this application does not have it."
                        .formatted(run.id(), run.workflow(), run.version())))
        .declaredBy();
  }
}
