package dev.foliot.live;

import dev.foliot.failure.Causes;
import dev.foliot.failure.Outages;
import dev.foliot.message.MessageJson;
import dev.foliot.message.StorableText;
import dev.foliot.projection.RowsById;
import dev.foliot.projection.RowsByIds;
import dev.foliot.projection.View;
import dev.foliot.projection.Views;
import dev.foliot.unitofwork.Transactions;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.data.domain.Example;

/** Reads the rows that subscribers of one projection follow. */
final class ReadRows<P> {
  private final Class<P> projection;
  private final View<P> view;
  private final Optional<RowsById<P>> byId;

  ReadRows(Class<P> projection, Views views, RowsByIds rows) {
    this.projection = projection;
    this.view = views.of(projection);
    this.byId = rows.of(projection, view);
  }

  /**
   * The rows that exist, by id. PostgreSQL stores no text that {@link StorableText} refuses, and
   * such a text may break the connection.
   */
  Map<Object, P> find(Collection<Object> ids) {
    List<Object> possible = ids.stream().filter(ReadRows::canBeStored).toList();
    if (byId.isPresent()) {
      return byId.get().findAllById(possible);
    }
    Map<Object, P> found = new LinkedHashMap<>();
    possible.forEach(id -> view.find(id).ifPresent(row -> found.put(id, row)));
    return found;
  }

  private static boolean canBeStored(Object id) {
    return !(id instanceof String text) || StorableText.problem(text).isEmpty();
  }

  /**
   * Whether a later read may succeed, because the failure concerns neither a row nor an id. In
   * doubt it is: subscribers whose read is repeated lose nothing, but an error would end them.
   */
  static boolean isOutage(Throwable e) {
    if (e instanceof InvalidDataAccessResourceUsageException
        || e instanceof DataIntegrityViolationException) {
      return false;
    }
    return Outages.isOutage(e)
        || e instanceof OutOfMemoryError
        || Causes.find(e, SQLException.class).isPresent();
  }

  /**
   * Whether a view of the application cannot even count its rows. It may read any kind of storage,
   * so its exceptions alone do not show an outage.
   */
  boolean areUnavailable(Transactions transactions) {
    if (byId.isPresent()) {
      return false;
    }
    try {
      transactions.inNew(view::count);
      return false;
    } catch (UnsupportedOperationException cannotCount) {
      return false;
    } catch (Throwable e) {
      return true;
    }
  }

  /** The state of a row that was found, or of a missing row. */
  RowState<P> state(Object id, @Nullable P row) {
    try {
      return row == null ? RowState.none(id) : RowState.of(id, row);
    } catch (Throwable incomparable) {
      throw new UnusableRowsException(
          new IllegalStateException(
              "Changes of the rows of %s cannot be detected, because the fields of a row cannot be written as JSON: %s"
                  .formatted(
                      projection.getSimpleName(), MessageJson.describeWithoutValues(incomparable)),
              incomparable));
    }
  }

  /**
   * The rows that match, by id.
   *
   * @throws UnusableRowsException if there are too many, or the code of the filter fails
   */
  Map<Object, RowState<P>> matching(RowFilter<P> filter) {
    Map<Object, RowState<P>> states = new LinkedHashMap<>();
    rows(filter)
        .forEach(
            (id, row) -> {
              if (matches(filter, row)) {
                states.put(id, state(id, row));
              }
            });
    return states;
  }

  private static <P> boolean matches(RowFilter<P> filter, P row) {
    try {
      return filter.matches(row);
    } catch (Throwable e) {
      throw new UnusableRowsException(e);
    }
  }

  private Map<Object, P> rows(RowFilter<P> filter) {
    Set<Object> ids = filter.ids();
    if (ids != null) {
      return find(ids);
    }
    Example<P> example = filter.example();
    long count = example == null ? view.count() : view.count(example);
    if (count > filter.limit()) {
      throw new UnusableRowsException(new TooManyRowsException(projection, count, filter.limit()));
    }
    Map<Object, P> rows = new LinkedHashMap<>();
    for (P row : example == null ? view.findAll() : view.findAll(example)) {
      put(rows, idOf(filter, row), row);
    }
    return rows;
  }

  private static <P> void put(Map<Object, P> rows, Object id, P row) {
    try {
      rows.put(id, row);
    } catch (Throwable e) { // the hash code of the id
      throw new UnusableRowsException(e);
    }
  }

  private Object idOf(RowFilter<P> filter, P row) {
    Function<? super P, ?> idOf = filter.idOf();
    if (idOf != null) {
      try {
        return idOf.apply(row);
      } catch (Throwable e) {
        throw new UnusableRowsException(e);
      }
    }
    if (byId.isPresent()) {
      return byId.get().idOf(row);
    }
    throw new UnusableRowsException(
        new IllegalArgumentException(
            "The ids of the rows of %s are unknown, because the application reads these rows by its own View bean. Add identifiedBy(…) to the RowFilter."
                .formatted(projection.getSimpleName())));
  }
}
