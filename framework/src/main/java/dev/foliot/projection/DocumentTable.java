package dev.foliot.projection;

import dev.foliot.message.StorableText;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.unitofwork.UnitOfWork;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The documents of one record class, in their table. */
final class DocumentTable<T> implements DocumentProjection<T> {
  private final DocumentLayout<T> layout;
  private final DocumentJson<T> json;
  private final DocumentStore store;
  private final TableRows<T> rows;
  private final TableRows<T> streamed;
  private final DocumentParts parts;

  DocumentTable(DocumentLayout<T> layout, boolean isPostgres, DocumentParts parts) {
    this.layout = layout;
    this.json = new DocumentJson<>(layout.type(), parts.json());
    this.store =
        new DocumentStore(
            new JdbcTemplate(parts.dataSource()), new DocumentSql(layout, isPostgres));
    this.parts = parts;
    this.rows = rows((row, number) -> remembered(row));
    this.streamed = rows((row, number) -> document(row));
  }

  private TableRows<T> rows(RowMapper<T> mapper) {
    return new TableRows<>(
        JdbcClient.create(parts.dataSource()),
        layout.type(),
        layout.table(),
        "id, document",
        () -> layout,
        mapper);
  }

  /** Several documents by their ids, for readers: nothing is remembered. */
  RowsById<T> byId() {
    return new RowsOfTable<>(streamed, this::key, layout::idOf);
  }

  private T document(ResultSet row) throws SQLException {
    return json.read(row.getString(1), row.getString(2));
  }

  /** Reads a row of a query, and remembers its document as {@link #read} does. */
  private T remembered(ResultSet row) throws SQLException {
    T document = document(row);
    Optional<UnitOfWork> unit = writing();
    if (unit.isPresent()) {
      PendingDocuments.of(unit.get(), store).found(layout.idOf(document), row.getString(2));
    }
    return document;
  }

  // ---- by id

  @Override
  public T get(Object id) {
    return find(id).orElseThrow(() -> missing(id));
  }

  private ProjectionNotFoundException missing(Object id) {
    return new ProjectionNotFoundException(
        layout.type(), id, parts.missing().get().of(layout.type()));
  }

  @Override
  public Optional<T> find(Object id) {
    Object key = key(id);
    return Optional.ofNullable(read(key)).map(text -> json.read(key, text));
  }

  @Override
  public boolean exists(Object id) {
    return read(key(id)) != null;
  }

  /** Reads a document. A transaction that may write remembers it, and checks it at its commit. */
  private @Nullable String read(Object key) {
    if (isUnstorable(key)) {
      return null;
    }
    Optional<UnitOfWork> unit = writing();
    return unit.isPresent() ? PendingDocuments.of(unit.get(), store).read(key) : store.read(key);
  }

  private Optional<UnitOfWork> writing() {
    return parts.transactions().current().filter(unit -> !unit.isReadOnly());
  }

  private Object key(Object id) {
    return layout.id().compared(given(id, "the id of a document"));
  }

  // ---- changes

  @Override
  public void save(T document) {
    Object key = layout.idOf(given(document, "a document"));
    String text = json.write(key, document);
    change(pending -> pending.put(key, text, layout.values(document)));
  }

  @Override
  public void insert(T document) {
    Object key = layout.idOf(given(document, "a document"));
    String text = json.write(key, document);
    change(pending -> pending.insert(key, text, layout.values(document)));
  }

  @Override
  public T update(Object id, UnaryOperator<T> change) {
    given(change, "a change");
    return inTransaction(() -> changed(id, find(id).orElseThrow(() -> missing(id)), change));
  }

  @Override
  public T upsert(Object id, Supplier<T> initial, UnaryOperator<T> change) {
    given(initial, "the initial document");
    given(change, "a change");
    return inTransaction(() -> changed(id, find(id).orElseGet(initial), change));
  }

  private T changed(Object id, T before, UnaryOperator<T> change) {
    T after = given(change.apply(before), "a changed document");
    if (!layout.idOf(after).equals(key(id))) {
      throw new IllegalArgumentException(
          "The document of %s with id %s was given the id %s. Keep the id, or save a new document and delete this one."
              .formatted(layout.type().getSimpleName(), id, layout.idOf(after)));
    }
    save(after);
    return after;
  }

  @Override
  public void delete(Object id) {
    Object key = key(id);
    if (!isUnstorable(key)) {
      change(pending -> pending.remove(key));
    }
  }

  /** Whether the database would refuse the id, or change it. */
  private static boolean isUnstorable(Object key) {
    return key instanceof String text && StorableText.problem(text).isPresent();
  }

  /** One change of the pending documents. */
  @FunctionalInterface
  private interface Step {
    void on(PendingDocuments pending);
  }

  private void change(Step step) {
    inTransaction(
        () -> {
          UnitOfWork unit = UnitOfWork.required();
          unit.refuseUnlessWritable(
              () -> "A document of %s cannot be changed".formatted(layout.type().getSimpleName()),
              "Change it");
          step.on(PendingDocuments.of(unit, store));
          return layout;
        });
  }

  private <R> R inTransaction(Supplier<R> work) {
    Transactions transactions = parts.transactions();
    return transactions.inCurrentOrNew(work::get);
  }

  // ---- queries

  @Override
  public List<T> findAll() {
    return findAll(Sort.unsorted());
  }

  @Override
  public List<T> findAll(Sort sort) {
    return flushed().list(null, given(sort, "a sort"));
  }

  @Override
  public Page<T> findAll(Pageable pageable) {
    return flushed().page(null, given(pageable, "a pageable"));
  }

  @Override
  public List<T> findAll(Where where, Sort sort) {
    return flushed().list(given(where, "conditions"), given(sort, "a sort"));
  }

  @Override
  public Page<T> findAll(Where where, Pageable pageable) {
    return flushed().page(given(where, "conditions"), given(pageable, "a pageable"));
  }

  @Override
  public long count() {
    return flushed().count(null);
  }

  @Override
  public long count(Where where) {
    return flushed().count(given(where, "conditions"));
  }

  @Override
  public boolean exists(Where where) {
    return flushed().exists(given(where, "conditions"));
  }

  @Override
  public Stream<T> stream(Sort sort) {
    flush();
    return streamed.stream(given(sort, "a sort"));
  }

  @Override
  public Duration staleness() {
    return parts.staleness().get().of(layout.type());
  }

  /** Writes the pending changes, so that a query finds the changes of its transaction. */
  private TableRows<T> flushed() {
    flush();
    return rows;
  }

  private void flush() {
    parts
        .transactions()
        .current()
        .flatMap(unit -> PendingDocuments.existing(unit, store))
        .ifPresent(PendingDocuments::flush);
  }

  private <V> V given(@Nullable V value, String needed) {
    if (value == null) {
      throw new IllegalArgumentException(
          "The documents of %s were given null. Give them %s."
              .formatted(layout.type().getSimpleName(), needed));
    }
    return value;
  }
}
