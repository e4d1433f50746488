package dev.foliot.work;

/**
 * Work that every node does a part of. A node does not own the work: the steps distribute and fence
 * it by their own statements. The engine calls the steps only while the node holds its lease.
 */
public non-sealed interface EveryNodeWork extends Work {
  /** Begins on a node. Called once for each start of an engine. */
  Steps begin(WorkingNode node);
}
