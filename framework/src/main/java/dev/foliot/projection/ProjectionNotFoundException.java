package dev.foliot.projection;

/** A projection has no row with the given id. */
public final class ProjectionNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final Class<?> projection;
  private final transient Object id;

  /** For a view of the application. */
  public ProjectionNotFoundException(Class<?> projection, Object id) {
    this(
        projection,
        id,
        "If an event should have created it, its projector may not have handled that event yet, or failed.");
  }

  /**
   * @param hint where to look
   */
  ProjectionNotFoundException(Class<?> projection, Object id, String hint) {
    super("There is no %s with id %s. %s".formatted(projection.getSimpleName(), id, hint));
    this.projection = projection;
    this.id = id;
  }

  /** The projection. */
  public Class<?> projection() {
    return projection;
  }

  /** The id. */
  public Object id() {
    return id;
  }
}
