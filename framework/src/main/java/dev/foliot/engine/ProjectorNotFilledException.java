package dev.foliot.engine;

/**
 * A projector cannot be inline yet: it has not handled all stored events. The application does not
 * start.
 */
public final class ProjectorNotFilledException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String projector;

  private ProjectorNotFilledException(String projector, String problem, String remedy) {
    super("Projector %s cannot be inline yet: %s. %s".formatted(projector, problem, remedy));
    this.projector = projector;
  }

  static ProjectorNotFilledException isNew(String projector, long position) {
    return new ProjectorNotFilledException(
        projector,
        "it is new, and the log has an event for it at position %s".formatted(position),
        "Start it with consistency = EVENTUAL until its lag is 0, stop all nodes, and start them with INLINE.");
  }

  static ProjectorNotFilledException isBehind(String projector, String problem) {
    return new ProjectorNotFilledException(
        projector,
        "its subscription %s".formatted(problem),
        "Start it with consistency = EVENTUAL until its lag is 0, stop all nodes, and start them with INLINE.");
  }

  static ProjectorNotFilledException isRunning(String projector, String node) {
    return new ProjectorNotFilledException(
        projector,
        "the running node %s delivers to its subscription".formatted(node),
        "Stop all nodes that have it with consistency = EVENTUAL, then start.");
  }

  /** The name of the projector. */
  public String projector() {
    return projector;
  }
}
