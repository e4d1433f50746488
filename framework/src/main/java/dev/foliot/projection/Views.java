package dev.foliot.projection;

import org.apiguardian.api.API;

/**
 * Finds the view of a projection.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface Views {
  /**
   * The view.
   *
   * @throws IllegalArgumentException if the class is not a projection that can be read
   */
  <P> View<P> of(Class<P> projection);

  /** The exception for a class that no view reads. */
  static IllegalArgumentException unknown(Class<?> projection) {
    return new IllegalArgumentException(
        "%s cannot be read: it is neither a JPA entity of the application with @Projection, nor a record with @Projection and @DocumentId. Add the annotations, or declare a bean of type View<%s>."
            .formatted(projection.getName(), projection.getSimpleName()));
  }
}
