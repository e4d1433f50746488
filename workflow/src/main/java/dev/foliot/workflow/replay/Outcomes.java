package dev.foliot.workflow.replay;

import dev.foliot.workflow.CallbackFailedException;
import dev.foliot.workflow.CallbackTimedOutException;
import dev.foliot.workflow.ConditionNotMetException;
import dev.foliot.workflow.ContextFailedException;
import dev.foliot.workflow.InvokeFailedException;
import dev.foliot.workflow.InvokeTimedOutException;
import dev.foliot.workflow.OperationFailedException;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.StepFailedException;
import dev.foliot.workflow.StepInterruptedException;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.StoredError;
import java.lang.reflect.Type;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns the last entry of an operation into its result, or into its error. */
final class Outcomes {
  private Outcomes() {}

  /** The result of an operation that has ended, as read back from its JSON (R51). */
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // of the given type
  static <T extends @Nullable Object> T of(
      RunState run, Operation operation, PayloadCodec codec, Type type) {
    JournalEntry last = Objects.requireNonNull(operation.last());
    if (last.type() != EntryType.SUCCEEDED) {
      throw error(operation);
    }
    return last.payload() == null
        ? null
        : (T) run.read(codec, last.payload(), type, operation.value());
  }

  /** The error of an operation that has failed for good. */
  static OperationFailedException error(Operation operation) {
    JournalEntry last = Objects.requireNonNull(operation.last());
    StoredError stored = last.details().error();
    StoredError error = stored == null ? new StoredError(last.type().name(), null) : stored;
    String name = operation.name();
    boolean timedOut = last.type() == EntryType.TIMED_OUT;
    return switch (operation.kind().group()) {
      case CALLBACK ->
          timedOut
              ? new CallbackTimedOutException(name, error.type(), error.message())
              : new CallbackFailedException(name, error.type(), error.message());
      case INVOKE ->
          timedOut
              ? new InvokeTimedOutException(name, error.type(), error.message())
              : new InvokeFailedException(name, error.type(), error.message());
      case CONTEXT -> new ContextFailedException(name, error.type(), error.message());
      default -> ofStep(operation, error);
    };
  }

  private static OperationFailedException ofStep(Operation operation, StoredError error) {
    String name = operation.name();
    if (error.type().equals(StepInterruptedException.class.getName())) {
      return new StepInterruptedException(name, error.type(), error.message());
    }
    return switch (operation.kind()) {
      case CONDITION -> new ConditionNotMetException(name, error.type(), error.message());
      default -> new StepFailedException(name, error.type(), error.message());
    };
  }
}
