package dev.foliot.projection;

import dev.foliot.projection.DocumentStore.Change;
import dev.foliot.unitofwork.UnitOfWork;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The documents of one table that a transaction has read or changed, until it commits. */
final class PendingDocuments implements TransactionSynchronization {
  private final DocumentStore store;
  private final Map<Object, Change> changes = new LinkedHashMap<>();
  private final IdentityHashMap<Object, Map<Object, Change>> marks = new IdentityHashMap<>();

  private PendingDocuments(DocumentStore store) {
    this.store = store;
  }

  /** The pending documents of a transaction, if it has some already. */
  static Optional<PendingDocuments> existing(UnitOfWork unit, DocumentStore store) {
    return unit.kept(store).map(PendingDocuments.class::cast);
  }

  /** The pending documents of a transaction, which are written right before the log. */
  static PendingDocuments of(UnitOfWork unit, DocumentStore store) {
    return existing(unit, store)
        .orElseGet(
            () -> {
              PendingDocuments pending = new PendingDocuments(store);
              unit.keep(store, pending);
              unit.beforeLog(pending::flush);
              TransactionSynchronizationManager.registerSynchronization(pending);
              return pending;
            });
  }

  @Nullable String read(Object id) {
    Change change = changes.get(id);
    if (change == null) {
      change = Change.read(store.read(id));
      changes.put(id, change);
    }
    return change.text();
  }

  /** Notes a document that a query has read. A pending change or an earlier read of it stays. */
  void found(Object id, String text) {
    changes.putIfAbsent(id, Change.read(text));
  }

  void put(Object id, String text, List<@Nullable Object> columns) {
    Change before = changes.get(id);
    changes.put(
        id,
        new Change(
            before != null && before.isRead(),
            before != null && before.isClaimed(),
            before == null ? null : before.stored(),
            text,
            columns));
  }

  void insert(Object id, String text, List<@Nullable Object> columns) {
    Change before = changes.get(id);
    if (before != null && before.text() != null) {
      throw store.exists(List.of(id), null);
    }
    changes.put(
        id,
        new Change(
            before == null || before.isRead(), // unless a document was deleted without reading it
            before == null || before.isClaimed(),
            before == null ? null : before.stored(),
            text,
            columns));
  }

  void remove(Object id) {
    Change before = changes.get(id);
    changes.put(
        id,
        new Change(
            before != null && before.isRead(),
            before != null && before.isClaimed(),
            before == null ? null : before.stored(),
            null,
            List.of()));
  }

  @Override
  public void flush() {
    store.write(changes);
    changes.replaceAll((id, change) -> change.written());
  }

  @Override
  public void savepoint(Object savepoint) {
    marks.put(savepoint, Map.copyOf(changes));
  }

  /** Restores the documents in memory, like the rows, to their state at the savepoint. */
  @Override
  public void savepointRollback(Object savepoint) {
    changes.clear();
    changes.putAll(marks.getOrDefault(savepoint, Map.of()));
  }
}
