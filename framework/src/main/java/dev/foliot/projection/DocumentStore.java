package dev.foliot.projection;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads and writes the rows of one document table. Changes of one kind are one batch. */
final class DocumentStore {
  private static final int NAMED = 10;

  private final JdbcTemplate jdbc;
  private final Class<?> type;
  private final DocumentSql sql;

  DocumentStore(JdbcTemplate jdbc, DocumentSql sql) {
    this.jdbc = jdbc;
    this.type = sql.layout().type();
    this.sql = sql;
  }

  /**
   * A document that a transaction has read or changed.
   *
   * @param isRead whether the stored document is known
   * @param isClaimed whether the document is new without having been read before
   * @param stored the stored text; null if there is none, or it is not known
   * @param text the text to store; null to delete the document
   * @param columns the values of the columns, id first
   */
  record Change(
      boolean isRead,
      boolean isClaimed,
      @Nullable String stored,
      @Nullable String text,
      List<@Nullable Object> columns) {

    static Change read(@Nullable String stored) {
      return new Change(true, false, stored, stored, List.of());
    }

    boolean isInsert() {
      return isRead && stored == null && text != null;
    }

    boolean isUpdate() {
      return stored != null && text != null && !text.equals(stored);
    }

    boolean isUpsert() {
      return !isRead && text != null;
    }

    boolean isDelete() {
      return !isRead && text == null;
    }

    boolean isDeleteOfRead() {
      return stored != null && text == null;
    }

    boolean isWritten() {
      return !(isInsert() || isUpdate() || isUpsert() || isDelete() || isDeleteOfRead());
    }

    /** The change after it was written. */
    Change written() {
      return isWritten() ? this : read(text);
    }
  }

  @Nullable String read(Object id) {
    return jdbc.queryForList(sql.read(), String.class, id).stream().findFirst().orElse(null);
  }

  /**
   * @throws ConcurrentDocumentChangeException if a document has changed since it was read
   * @throws DuplicateKeyException if there is a document that was inserted without a read
   */
  void write(Map<Object, Change> changes) {
    insertClaimed(some(changes, each -> each.isInsert() && each.isClaimed()));
    insert(some(changes, each -> each.isInsert() && !each.isClaimed()));
    writeRead(sql.update(), some(changes, Change::isUpdate), DocumentStore::updated);
    batch(sql.upsert(), some(changes, Change::isUpsert), DocumentStore::inserted);
    batch(sql.delete(), some(changes, Change::isDelete), each -> new Object[] {each.getKey()});
    writeRead(
        sql.deleteRead(),
        some(changes, Change::isDeleteOfRead),
        each -> new Object[] {each.getKey(), each.getValue().stored()});
  }

  /** Sorts changes by id, so that two transactions do not deadlock. */
  private static List<Map.Entry<Object, Change>> some(
      Map<Object, Change> changes, Predicate<Change> kind) {
    return changes.entrySet().stream()
        .filter(each -> kind.test(each.getValue()))
        .sorted(Comparator.comparing(each -> each.getKey().toString()))
        .toList();
  }

  /** Without a read before, another attempt would fail in the same way: this is no conflict. */
  private void insertClaimed(List<Map.Entry<Object, Change>> changes) {
    try {
      batch(sql.insert(), changes, DocumentStore::inserted);
    } catch (DuplicateKeyException e) {
      throw exists(changes.stream().map(Map.Entry::getKey).toList(), e);
    }
  }

  /**
   * @param ids the ids, of which at least one is taken
   */
  DuplicateKeyException exists(List<Object> ids, @Nullable Throwable cause) {
    return new DuplicateKeyException(
        "There is a document of %s with id %s already, and an insert never replaces it. Call save or upsert if it may exist."
            .formatted(
                type.getSimpleName(),
                ids.stream().limit(NAMED).map(Object::toString).collect(joining(" or "))),
        cause);
  }

  private void insert(List<Map.Entry<Object, Change>> changes) {
    try {
      batch(sql.insert(), changes, DocumentStore::inserted);
    } catch (DuplicateKeyException e) {
      Object id = changes.size() == 1 ? changes.get(0).getKey() : null;
      throw new ConcurrentDocumentChangeException(type, id, e);
    }
  }

  private void writeRead(
      String statement,
      List<Map.Entry<Object, Change>> changes,
      Function<Map.Entry<Object, Change>, @Nullable Object[]> parameters) {
    int[] counts = batch(statement, changes, parameters);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        throw new ConcurrentDocumentChangeException(type, changes.get(i).getKey(), null);
      }
    }
  }

  private int[] batch(
      String statement,
      List<Map.Entry<Object, Change>> changes,
      Function<Map.Entry<Object, Change>, @Nullable Object[]> parameters) {
    return changes.isEmpty()
        ? new int[0]
        : jdbc.batchUpdate(statement, changes.stream().map(parameters).toList());
  }

  private static @Nullable Object[] inserted(Map.Entry<Object, Change> change) {
    List<@Nullable Object> parameters = new ArrayList<>(change.getValue().columns());
    parameters.add(change.getValue().text());
    return parameters.toArray();
  }

  private static @Nullable Object[] updated(Map.Entry<Object, Change> change) {
    List<@Nullable Object> parameters = new ArrayList<>(change.getValue().columns());
    parameters.remove(0); // the id
    parameters.add(change.getValue().text());
    parameters.add(change.getKey());
    parameters.add(change.getValue().stored());
    return parameters.toArray();
  }
}
