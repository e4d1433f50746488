package dev.foliot.projection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Reads several rows of one table in one statement.
 *
 * @param key the value of an id, as the driver takes it
 * @param keyOf the value of the id of a row, as the driver takes it
 */
record RowsOfTable<P>(TableRows<P> rows, UnaryOperator<Object> key, Function<P, Object> keyOf)
    implements RowsById<P> {
  private static final int MAX_IDS = 500;

  @Override
  public Map<Object, P> findAllById(Collection<?> ids) {
    Map<Object, P> found = new HashMap<>();
    List<Object> wanted = new ArrayList<>(ids);
    for (int from = 0; from < wanted.size(); from += MAX_IDS) {
      add(wanted.subList(from, Math.min(from + MAX_IDS, wanted.size())), found);
    }
    return found;
  }

  /**
   * The database may find a row by an id that is not equal to the id of the row, such as an Integer
   * for a Long. Such rows are read once more, one by one.
   */
  private void add(List<Object> ids, Map<Object, P> found) {
    Map<Object, P> byKey = new HashMap<>();
    rows.list(ids.stream().map(key).distinct().toList())
        .forEach(row -> byKey.put(keyOf.apply(row), row));
    List<Object> unmatched = new ArrayList<>();
    for (Object id : ids) {
      P row = byKey.get(key.apply(id));
      if (row == null) {
        unmatched.add(id);
      } else {
        found.put(id, row);
      }
    }
    if (byKey.size() > ids.size() - unmatched.size()) {
      unmatched.forEach(id -> one(id).ifPresent(row -> found.put(id, row)));
    }
  }

  private Optional<P> one(Object id) {
    return rows.find(key.apply(id));
  }

  @Override
  public Object idOf(P row) {
    return keyOf.apply(row);
  }
}
