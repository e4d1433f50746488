package dev.foliot.test;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs code in a thread of its own, and fails if it takes too much real time. */
final class TimeLimit {
  private final Duration limit;

  TimeLimit(Duration limit) {
    this.limit = limit;
  }

  <T> T call(Callable<T> code) {
    FutureTask<T> task = new FutureTask<>(code);
    Thread thread = new Thread(task, "workflow-test");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS); // capped
    } catch (TimeoutException e) {
      throw exceeded(thread);
    } catch (ExecutionException e) {
      throw rethrow(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("The test was interrupted", e);
    } finally {
      thread.interrupt();
    }
  }

  private AssertionError exceeded(Thread thread) {
    AssertionError error =
        new AssertionError(
            "The workflow took more than %s of real time. The stack trace shows where it is."
                .formatted(limit));
    error.setStackTrace(thread.getStackTrace());
    return error;
  }

  private static RuntimeException rethrow(ExecutionException failed) {
    Throwable cause = failed.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }
}
