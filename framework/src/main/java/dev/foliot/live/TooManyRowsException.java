package dev.foliot.live;

/** A filter of live changes would have to read more rows than its limit allows. */
public final class TooManyRowsException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final Class<?> projection;
  private final long rows;
  private final int limit;

  TooManyRowsException(Class<?> projection, long rows, int limit) {
    super(
        "The filter on %s has to read %s rows, but its limit is %s. Follow rows by their ids, or raise the limit by atMost(…), up to %s."
            .formatted(projection.getSimpleName(), rows, limit, RowFilter.HIGHEST_LIMIT));
    this.projection = projection;
    this.rows = rows;
    this.limit = limit;
  }

  /** The projection. */
  public Class<?> projection() {
    return projection;
  }

  /** The number of rows that the filter would have to read. */
  public long rows() {
    return rows;
  }

  /** The limit of the filter. */
  public int limit() {
    return limit;
  }
}
