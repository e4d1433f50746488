package dev.foliot.workflow.replay;

import dev.foliot.workflow.DurableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The outcome of a branch. */
final class Promise<T extends @Nullable Object> implements DurableFuture<T> {
  private final Branches branches;
  private boolean done;
  private @Nullable T result;
  private @Nullable Throwable failure;

  private Promise(Branches branches) {
    this.branches = branches;
  }

  /** Runs an operation of a context in a branch of its own. */
  static <T extends @Nullable Object> Promise<T> of(ContextCalls context, Supplier<T> operation) {
    Promise<T> promise = new Promise<>(context.run().branches());
    context.run().branches().fork(() -> context.activate(() -> promise.complete(operation)));
    return promise;
  }

  private void complete(Supplier<T> operation) {
    try {
      result = operation.get();
    } catch (Suspension | InvocationAborted | Restart | OutOfMemoryError unwinding) {
      throw unwinding;
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    done = true;
  }

  @Override
  @SuppressWarnings("NullAway") // the result may be null
  public T get() {
    branches.await(this::isDone);
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    return result;
  }

  @Override
  public boolean isDone() {
    return done;
  }
}
