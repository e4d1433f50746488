package dev.foliot.projection;

import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Rows of documents and of {@link SqlView}s by their ids. Other views are passed on.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class TableRowsByIds implements RowsByIds {
  private final @Nullable RowsByIds others;

  /**
   * @param others finds the rows of other views; null if there are none
   */
  public TableRowsByIds(@Nullable RowsByIds others) {
    this.others = others;
  }

  @Override
  public <P> Optional<RowsById<P>> of(Class<P> projection, View<P> view) {
    if (view instanceof SqlView<?> sql) {
      return Optional.of(cast(sql.byId()));
    }
    if (view instanceof DocumentTable<?> documents) {
      return Optional.of(cast(documents.byId()));
    }
    return others == null ? Optional.empty() : others.of(projection, view);
  }

  @SuppressWarnings("unchecked") // the view is one of this projection
  private static <P> RowsById<P> cast(RowsById<?> rows) {
    return (RowsById<P>) rows;
  }
}
