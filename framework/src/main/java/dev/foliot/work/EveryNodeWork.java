package dev.foliot.work;

/**
 * Work that every node does, each its own part. Nothing is owned: the steps distribute the work by
 * statements of their own, and fence it. The engine steps it only while the node holds its lease.
 */
public non-sealed interface EveryNodeWork extends Work {
  /** Begins on a node. Called once for each start of an engine. */
  Steps begin(WorkingNode node);
}
