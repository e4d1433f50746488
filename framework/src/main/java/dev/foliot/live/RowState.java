package dev.foliot.live;

import dev.foliot.message.StateJson;

/**
 * A row that was read, with the value by which it is compared. A record is compared by its {@code
 * equals}. Any other row is compared by the JSON of its fields, because the {@code equals} of an
 * entity often compares the id only.
 *
 * @param change the row, or its absence
 * @param print the compared value
 */
record RowState<P>(Change<P> change, Object print) {
  private static final Object NONE = "";

  static <P> RowState<P> of(Object id, P row) {
    return new RowState<>(new Change.Row<>(id, row), row instanceof Record ? row : json(row));
  }

  static <P> RowState<P> none(Object id) {
    return new RowState<>(new Change.NoRow<>(id), NONE);
  }

  Object id() {
    return change.id();
  }

  boolean isRow() {
    return change instanceof Change.Row;
  }

  boolean isSame(RowState<P> other) {
    return isRow() == other.isRow() && print.equals(other.print);
  }

  @SuppressWarnings("unchecked")
  private static <P> String json(P row) {
    Class<P> type = (Class<P>) row.getClass();
    return type.getName() + StateJson.write(row, type);
  }
}
