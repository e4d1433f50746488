package dev.foliot.rebuild;

import org.jspecify.annotations.Nullable;

/** A rebuild cannot be started, or its present state does not allow the requested action. */
public sealed class RebuildRefusedException extends RuntimeException
    permits UndeclaredWriteException {
  private static final long serialVersionUID = 1;
  private final String projection;

  RebuildRefusedException(String projection, String problem) {
    this(projection, problem, null);
  }

  private RebuildRefusedException(
      String projection, String problem, @Nullable RuntimeException cause) {
    super(problem, cause);
    this.projection = projection;
  }

  /** The class name of the projection. */
  public String projection() {
    return projection;
  }

  static RebuildRefusedException running(String projection, long id) {
    return new RebuildRefusedException(
        projection,
        "Projection %s is being rebuilt by rebuild %s. Wait for its end, or cancel it: foliot rebuild cancel %s."
            .formatted(projection, id, id));
  }

  static RebuildRefusedException compared(String projection) {
    return new RebuildRefusedException(
        projection,
        "Projection %s is being compared with its rebuild. Wait for the end, and compare again."
            .formatted(projection));
  }

  static RebuildRefusedException secondConnection(String projection, RuntimeException cause) {
    return new RebuildRefusedException(
        projection,
        "Projection %s cannot be compared now: a comparison needs two connections, and the pool did not give a second one. Enlarge the pool, or compare while fewer connections are in use."
            .formatted(projection),
        cause);
  }

  static RebuildRefusedException inline(String projection, String projector) {
    return new RebuildRefusedException(
        projection,
        "Projection %s cannot be rebuilt: %s fills it, an inline projector, which does not read the log. Stop all nodes, start them with consistency = EVENTUAL, and rebuild it then."
            .formatted(projection, projector));
  }

  static RebuildRefusedException otherCode(Rebuild rebuild) {
    return new RebuildRefusedException(
        rebuild.projection(),
        "Rebuild %s of projection %s cannot be switched by this application, because its projectors, or their versions, are not those of the rebuild. Do it on a node that has them, or cancel the rebuild and start it again."
            .formatted(rebuild.id(), rebuild.projection()));
  }

  static RebuildRefusedException synchronous(Rebuild rebuild) {
    return new RebuildRefusedException(
        rebuild.projection(),
        "Rebuild %s of projection %s cannot be rolled back, because this application delivers events synchronously: the former rows would lack the events since the switch. Deploy the former code and rebuild the projection."
            .formatted(rebuild.id(), rebuild.projection()));
  }

  static RebuildRefusedException deliveriesGoOn(Rebuild rebuild) {
    return new RebuildRefusedException(
        rebuild.projection(),
        "Rebuild %s of projection %s was not rolled back, because its live rows were changed meanwhile, again and again. Nothing was changed. Try it again."
            .formatted(rebuild.id(), rebuild.projection()));
  }

  static RebuildRefusedException wrongState(Rebuild rebuild, String action, String needed) {
    return new RebuildRefusedException(
        rebuild.projection(),
        "Rebuild %s of projection %s cannot be %s: it is %s, and must be %s. Look at it: foliot rebuild show %s."
            .formatted(
                rebuild.id(),
                rebuild.projection(),
                action,
                rebuild.status().code().replace('_', ' '),
                needed,
                rebuild.id()));
  }
}
