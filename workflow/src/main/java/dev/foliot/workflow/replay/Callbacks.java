package dev.foliot.workflow.replay;

import dev.foliot.workflow.Callback;
import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.OperationKind;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Creates callbacks. */
final class Callbacks {
  private final ContextScope context;
  private final RunState run;

  Callbacks(ContextScope context) {
    this.context = context;
    this.run = context.run();
  }

  <T extends @Nullable Object> Callback<T> create(
      @Nullable String name, Type type, CallbackOptions options) {
    Operation callback = context.next(OperationKind.CALLBACK, name);
    open(callback, options);
    return new Created<>(callback, type, options);
  }

  /** Opens it, unless the journal has it. */
  void open(Operation callback, CallbackOptions options) {
    if (!callback.isRecorded()) {
      Duration timeout = options.timeout();
      Instant due = timeout == null ? null : Limits.after(run.now(), timeout);
      EntryDetails details =
          EntryDetails.waiting(timeout, due, options.heartbeatTimeout())
              .on(run.idOf(callback), null);
      run.recording().start(callback, null, details);
    }
  }

  private final class Created<T extends @Nullable Object> implements Callback<T> {
    private final Operation callback;
    private final Type type;
    private final CallbackOptions options;

    Created(Operation callback, Type type, CallbackOptions options) {
      this.callback = callback;
      this.type = type;
      this.options = options;
    }

    @Override
    public String id() {
      String id = Objects.requireNonNull(callback.started()).details().target();
      return Objects.requireNonNull(id);
    }

    @Override
    public T get() {
      return context.refusing(this::await);
    }

    private T await() {
      run.branches().await(callback::isEnded, callback::dueAt);
      context.observe(callback);
      return Outcomes.of(run, callback, run.codec(options.codec()), type);
    }

    @Override
    public boolean isDone() {
      return context.hasSeen(callback);
    }
  }
}
