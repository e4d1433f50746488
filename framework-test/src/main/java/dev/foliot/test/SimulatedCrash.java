package dev.foliot.test;

/** A node of a simulation is dead; nothing that its code still does reaches the database. */
final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1;

  SimulatedCrash(String node) {
    super("In the simulation " + node + " has crashed.", null, false, false);
  }
}
