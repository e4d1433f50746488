package dev.foliot.projection;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;

/** Another transaction has changed a document that this transaction has read and changed. */
public final class ConcurrentDocumentChangeException extends OptimisticLockingFailureException {
  private static final long serialVersionUID = 1;
  private final Class<?> projection;
  private final @Nullable Object id;

  ConcurrentDocumentChangeException(
      Class<?> projection, @Nullable Object id, @Nullable Throwable cause) {
    super(
        "The document of %s %s was changed by another transaction. Nothing was stored: read it again and retry. If it happens often, give the projector a sequencedBy, so that events of one document are handled one at a time."
            .formatted(projection.getSimpleName(), id == null ? "with a new id" : "with id " + id),
        cause);
    this.projection = projection;
    this.id = id;
  }

  /** The projection. */
  public Class<?> projection() {
    return projection;
  }

  /** The id; null if several new documents were stored at once, and one of their ids was taken. */
  public @Nullable Object id() {
    return id;
  }
}
