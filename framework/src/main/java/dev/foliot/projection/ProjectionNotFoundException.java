package dev.foliot.projection;

/** A projection has no row with the id that was asked for. */
public final class ProjectionNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final Class<?> projection;
  private final transient Object id;

  public ProjectionNotFoundException(Class<?> projection, Object id) {
    super(
        "There is no %s with id %s. If an event should have created it, the engine may not have delivered that event yet, or parked it."
            .formatted(projection.getSimpleName(), id));
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
