package dev.foliot.projection;

/** A stored document does not fit its record, which has changed since. */
public final class UnreadableDocumentException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final Class<?> projection;
  private final Object id;

  /**
   * @param reason names the component
   */
  UnreadableDocumentException(Class<?> projection, Object id, String reason) {
    super(
        "The document of %s with id %s does not fit the record any more: %s. Rebuild the projection, or make a new component @Nullable."
            .formatted(projection.getName(), id, reason));
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
