package dev.foliot.workflow.run;

/**
 * A run that a node executes.
 *
 * @param id the id of the run
 * @param owner the name of the node
 * @param fence the fencing token of its claim
 */
record OwnedRun(String id, String owner, long fence) {}
