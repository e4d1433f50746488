package dev.foliot.projection;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;

/**
 * A projection whose rows are records that are stored as JSON, each in a row of one table. Its
 * record is annotated with {@link Projection}, one component with {@link DocumentId}, and any
 * number with {@link Indexed}. Foliot has a bean of this type for each such record; {@code
 * domain.viewFor} returns it too. Safe for use by several threads.
 *
 * <p>Changes are kept in memory until the transaction commits, and are then written in few
 * statements. All reads of the transaction see them. If another transaction has meanwhile changed a
 * document that this transaction has read and changed, the commit fails with a {@link
 * ConcurrentDocumentChangeException}, and a delivery is tried again. Documents that a stream has
 * returned do not count as read. Outside of a transaction each change is committed at once.
 *
 * <p>Documents are found and sorted only by their id and by indexed components.
 *
 * @param <T> the record
 */
public interface DocumentProjection<T> extends View<T> {
  /**
   * Stores a document. It replaces the document with the same id, if there is one.
   *
   * @throws IllegalArgumentException if the document lacks a required component
   * @throws IllegalStateException if the transaction is read-only, or is committing
   */
  void save(T document);

  /**
   * Changes a document.
   *
   * @return the changed document
   * @throws ProjectionNotFoundException if there is none with this id
   * @throws IllegalArgumentException if the changed document has another id
   */
  T update(Object id, UnaryOperator<T> change);

  /**
   * Changes a document. If there is none with this id, the change is made to the initial one.
   *
   * @param initial the document before its first change, with this id
   * @return the changed document
   * @throws IllegalArgumentException if the changed document has another id
   */
  T upsert(Object id, Supplier<T> initial, UnaryOperator<T> change);

  /** Deletes the document with this id, if there is one. */
  void delete(Object id);

  /** Returns the documents whose component has this value, in no particular order. */
  default List<T> findBy(String component, Object value) {
    return findAll(Where.property(component).is(value));
  }

  /** Returns the documents that match, in no particular order. */
  default List<T> findAll(Where where) {
    return findAll(where, Sort.unsorted());
  }

  /**
   * Returns the documents that match, in this order.
   *
   * @throws IllegalArgumentException if a compared or sorted component is not indexed
   */
  List<T> findAll(Where where, Sort sort);

  /** Returns a page of the documents that match, sorted as by {@link #findAll(Pageable)}. */
  Page<T> findAll(Where where, Pageable pageable);

  /** Returns how many documents match. */
  long count(Where where);

  /** Returns whether a document matches. */
  boolean exists(Where where);
}
