package dev.foliot.projection;

import java.util.Collection;

/** A sort names a property that the projection does not have or cannot be sorted by. */
public final class UnknownSortPropertyException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;
  private final Class<?> projection;
  private final String property;

  /**
   * @param type the class that lacks the property: the projection, or a class within it
   * @param known the properties to sort by
   */
  UnknownSortPropertyException(
      Class<?> projection, String property, Class<?> type, Collection<String> known) {
    super(
        "%s cannot be sorted by '%s': %s has the properties %s to sort by. Correct the sort."
            .formatted(
                projection.getSimpleName(),
                property,
                type.getSimpleName(),
                known.stream().sorted().toList()));
    this.projection = projection;
    this.property = property;
  }

  /** The projection. */
  public Class<?> projection() {
    return projection;
  }

  /** The property, as the sort names it. */
  public String property() {
    return property;
  }
}
