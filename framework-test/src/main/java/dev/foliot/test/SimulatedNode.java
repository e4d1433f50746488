package dev.foliot.test;

import dev.foliot.engine.SteppedNode;

/** A node of the engine in a simulation, dead or alive. */
final class SimulatedNode {
  private final SteppedNode engine;
  private final RememberedConnections connections;
  private boolean crashed;
  private boolean crashesNext;

  /**
   * @param connections those of its heartbeat
   */
  SimulatedNode(SteppedNode engine, RememberedConnections connections) {
    this.engine = engine;
    this.connections = connections;
  }

  SteppedNode engine() {
    return engine;
  }

  String name() {
    return engine.name();
  }

  boolean isCrashed() {
    return crashed || crashesNext;
  }

  /** Ends the node. */
  void end() {
    engine.crash();
    connections.cut();
  }

  /** Dies now; the exception ends its step. */
  SimulatedCrash crash() {
    crashed = true;
    return new SimulatedCrash(name());
  }

  /** Dies before it uses the database again. */
  void crashNext() {
    crashesNext = true;
  }

  /**
   * @throws SimulatedCrash if it is dead
   */
  void checkAlive() {
    if (isCrashed()) {
      throw crash();
    }
  }
}
