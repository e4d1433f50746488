package dev.foliot.projection;

import java.util.Collection;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * A view that reads several rows at once, and finds the id of a row.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface RowsById<P> {
  /** The existing rows with these ids, by id, in few statements. */
  Map<Object, P> findAllById(Collection<?> ids);

  /** The id of a row. */
  Object idOf(P row);
}
