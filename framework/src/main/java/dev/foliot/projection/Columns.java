package dev.foliot.projection;

/** The columns by which the rows of a table are found and sorted. */
interface Columns {
  /** The column of the id, as SQL writes it. */
  String key();

  /**
   * The column of a property that a condition compares.
   *
   * @throws IllegalArgumentException if there is none
   */
  String compared(String property);

  /**
   * The column of a property that a sort names.
   *
   * @throws UnknownSortPropertyException if there is none
   */
  String sorted(String property);

  /** Whether the column of a property holds text. */
  boolean isText(String property);

  /**
   * A value that the column is compared with, as the driver takes it.
   *
   * @throws IllegalArgumentException if it does not fit the property
   */
  Object parameter(String property, Object value);
}
