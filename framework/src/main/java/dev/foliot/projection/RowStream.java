package dev.foliot.projection;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The rows of a database cursor. The cursor is closed with the stream, at its last row, or at the
 * end of its transaction, whichever comes first.
 */
final class RowStream<P> implements Iterator<P>, TransactionSynchronization {
  /** The number of rows that are fetched at a time. */
  static final int FETCH_SIZE = 100;

  private static final Logger LOG = LoggerFactory.getLogger(RowStream.class);

  private final Class<?> projection;
  private final Stream<P> rows;
  private final Iterator<P> cursor;
  private final Runnable forget;
  private int fetched;
  private boolean isReady;
  private boolean isClosed;
  private boolean hasEnded;

  private RowStream(Class<?> projection, Stream<P> rows, Runnable forget) {
    this.projection = projection;
    this.rows = rows;
    this.cursor = rows.iterator();
    this.forget = forget;
  }

  /**
   * Returns a stream of the rows of a cursor that was opened in the current transaction.
   *
   * @param forget forgets the rows that were read; called at intervals
   */
  static <P> Stream<P> of(Class<?> projection, Stream<P> rows, Runnable forget) {
    RowStream<P> cursor = new RowStream<>(projection, rows, forget);
    TransactionSynchronizationManager.registerSynchronization(cursor);
    int flags = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(cursor, flags), false)
        .onClose(cursor::close);
  }

  /** Refuses to open a cursor without a transaction, which would keep it open. */
  static void requireTransaction(Class<?> projection) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()
        || !TransactionSynchronizationManager.isSynchronizationActive()) {
      throw new IllegalStateException(
          "A stream of %s was opened without a transaction. Use the stream inside one, such as in a @Transactional method, and close it."
              .formatted(projection.getSimpleName()));
    }
  }

  @Override
  public boolean hasNext() {
    if (hasEnded) {
      throw new IllegalStateException(
          "A stream of %s was read after its transaction had ended. Read the stream inside the transaction, and close it."
              .formatted(projection.getSimpleName()));
    }
    if (!isReady && !isClosed) {
      fetch();
    }
    return isReady;
  }

  private void fetch() {
    if (++fetched % FETCH_SIZE == 0) {
      forget.run();
    }
    isReady = cursor.hasNext();
    if (!isReady) {
      close();
    }
  }

  @Override
  public P next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    isReady = false;
    return cursor.next();
  }

  private void close() {
    if (!isClosed) {
      isClosed = true;
      isReady = false;
      rows.close();
    }
  }

  @Override
  public void beforeCompletion() {
    if (!isClosed) {
      hasEnded = true;
      close();
      LOG.warn(
          "A stream of projection={} was still open at the end of its transaction, and was closed. Use it in a try-with-resources statement.",
          projection.getName());
    }
  }
}
