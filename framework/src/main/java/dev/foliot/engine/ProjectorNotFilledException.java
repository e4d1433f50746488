package dev.foliot.engine;

/**
 * A projector cannot be inline yet: it has not handled all stored events. The application does not
 * start.
 */
public final class ProjectorNotFilledException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final String FILL =
      "Run the application with consistency = EVENTUAL for this projector until its lag is 0 and no key is held. Then stop all nodes, and start them with INLINE.";

  private final String projector;
  private final String remedy;

  private ProjectorNotFilledException(String projector, String problem, String remedy) {
    super("Projector %s cannot be inline yet: %s. %s".formatted(projector, problem, remedy));
    this.projector = projector;
    this.remedy = remedy;
  }

  static ProjectorNotFilledException isNew(String projector, long position) {
    return new ProjectorNotFilledException(
        projector,
        "it is new, and the log has an event for it at position %s".formatted(position),
        FILL);
  }

  static ProjectorNotFilledException isBehind(String projector, String problem) {
    return new ProjectorNotFilledException(
        projector, "its subscription %s".formatted(problem), FILL);
  }

  static ProjectorNotFilledException isRunning(String projector, String node) {
    return new ProjectorNotFilledException(
        projector,
        "the running node %s delivers to its subscription".formatted(node),
        "Stop all nodes that have this projector with consistency = EVENTUAL, then start.");
  }

  /** The name of the projector. */
  public String projector() {
    return projector;
  }

  /** The steps after which the application starts; the message ends with them. */
  public String remedy() {
    return remedy;
  }
}
