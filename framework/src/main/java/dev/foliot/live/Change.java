package dev.foliot.live;

import java.util.Optional;

/**
 * A committed state of one row of a projection: the present state, or a newer one. {@code
 * domain.changes} gives them.
 *
 * @param <P> the projection
 */
public sealed interface Change<P> {
  /** The id of the row. */
  Object id();

  /** The row; empty if there is none. */
  Optional<P> row();

  /**
   * A row that exists and matches the filter. All subscribers get the same object: treat it as
   * immutable.
   *
   * @param id the id of the row
   * @param value the row
   */
  record Row<P>(Object id, P value) implements Change<P> {
    @Override
    public Optional<P> row() {
      return Optional.of(value);
    }
  }

  /**
   * No row has this id, or the row does not match the filter any more.
   *
   * @param id the id of the row
   */
  record NoRow<P>(Object id) implements Change<P> {
    @Override
    public Optional<P> row() {
      return Optional.empty();
    }
  }
}
