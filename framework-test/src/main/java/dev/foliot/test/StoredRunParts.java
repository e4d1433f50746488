package dev.foliot.test;

import dev.foliot.unitofwork.Transactions;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.run.PublishEvents;

/**
 * The beans of the application that a test of runs needs.
 *
 * @param workflows the front door
 * @param time lets time pass
 * @param clock the application's clock
 * @param transactions those of the application
 * @param events raises events
 * @param codec reads stored values
 * @param calls the commands and events of runs
 */
record StoredRunParts(
    Workflows workflows,
    RunTime time,
    TestClock clock,
    Transactions transactions,
    PublishEvents events,
    PayloadCodec codec,
    RunCalls calls) {}
