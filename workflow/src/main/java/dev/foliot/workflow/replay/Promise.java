package dev.foliot.workflow.replay;

import dev.foliot.failure.Rethrow;
import dev.foliot.workflow.DurableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The outcome of a branch. */
final class Promise<T extends @Nullable Object> implements DurableFuture<T> {
  private final ContextScope context;
  private final Operation operation;
  private boolean done;
  private @Nullable T result;
  private @Nullable Throwable failure;

  private Promise(ContextScope context, Operation operation) {
    this.context = context;
    this.operation = operation;
  }

  /** Runs an operation of a context in a branch of its own. */
  static <T extends @Nullable Object> Promise<T> of(
      ContextScope context, Operation operation, Supplier<T> code) {
    Promise<T> promise = new Promise<>(context, operation);
    context.run().branches().fork(() -> context.activate(() -> promise.complete(code)));
    return promise;
  }

  private void complete(Supplier<T> code) {
    try {
      result = code.get();
    } catch (Suspension | InvocationAborted | Restart | OutOfMemoryError unwinding) {
      throw unwinding;
    } catch (Throwable e) { // an undeclared one must not end the thread of the branch, either
      failure = e;
    }
    done = true;
  }

  @Override
  public T get() {
    return context.refusing(this::await);
  }

  @SuppressWarnings("NullAway") // the result may be null
  private T await() {
    context.run().branches().awaitOthers(() -> done);
    if (operation.isEnded()) {
      context.observe(operation);
    }
    if (failure != null) {
      throw Rethrow.asItIs(failure);
    }
    return result;
  }

  @Override
  public boolean isDone() {
    return context.hasSeen(operation);
  }
}
