package dev.foliot.eventstore;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/** A transaction that goes on when a test says so: each call is one step on its own thread. */
final class Writer implements AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "writer");
            made.setDaemon(true);
            return made;
          });
  private final TestLog log;
  private final TransactionStatus transaction;

  Writer(TestLog log) {
    this.log = log;
    this.transaction =
        step(() -> log.transactions.getTransaction(new DefaultTransactionDefinition()));
  }

  void append(NewMessage... messages) {
    await(startAppend(messages));
  }

  /** Appends as soon as the database allows. */
  Future<?> startAppend(NewMessage... messages) {
    return start(
        () -> {
          log.store.append(List.of(messages));
          return true;
        });
  }

  void execute(String sql) {
    step(
        () -> {
          log.jdbc.execute(sql);
          return true;
        });
  }

  void commit() {
    await(startCommit());
  }

  Future<?> startCommit() {
    return start(
        () -> {
          log.transactions.commit(transaction);
          return true;
        });
  }

  void rollback() {
    step(
        () -> {
          log.transactions.rollback(transaction);
          return true;
        });
  }

  Object savepoint() {
    return step(transaction::createSavepoint);
  }

  void rollbackTo(Object savepoint) {
    step(
        () -> {
          transaction.rollbackToSavepoint(savepoint);
          return true;
        });
  }

  <T> T step(Callable<T> step) {
    return await(start(step));
  }

  private <T> Future<T> start(Callable<T> step) {
    return thread.submit(step);
  }

  /** A generous bound, for a test that would hang: nothing is decided by it. */
  static <T> T await(Future<T> step) {
    try {
      return step.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException("The step did not end", e);
    }
  }

  @Override
  public void close() {
    if (thread.isShutdown()) {
      return;
    }
    thread.execute(
        () -> {
          try {
            if (!transaction.isCompleted()) {
              log.transactions.rollback(transaction);
            }
          } catch (RuntimeException e) {
            // The connection was killed by the test.
          }
        });
    thread.shutdown();
  }
}
