package dev.foliot.workflow.replay;

import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.RunExport;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The code of a workflow, with its input and result as JSON.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface RunBody {
  /** Runs it, and returns the result as JSON. */
  String run(RunScope run, String input) throws Exception;

  /** The type of its input. */
  default Type inputType() {
    return Object.class;
  }

  /**
   * Checks the input of a run before it starts.
   *
   * @throws IllegalArgumentException if it does not fit
   */
  default void checkInput(@Nullable Object input) {}

  /**
   * Checks that a saved run can continue with this code.
   *
   * @throws RuntimeException if it cannot
   */
  default void checkSaved(RunExport saved) {}

  /**
   * The journal of a new run that begins with the state of a saved run; empty if it had none.
   *
   * @throws IllegalArgumentException if this code keeps no state
   */
  default List<JournalEntry> journalOfNewRun(RunExport saved, Instant now) {
    throw new IllegalArgumentException(
        "The workflow %s has no steps, so a new run cannot begin with a saved state. Start it without one."
            .formatted(saved.run().info().workflow()));
  }

  /** The internal events of a run with this input. */
  default InternalEvents internalEvents(String input) {
    return InternalEvents.NONE;
  }

  /**
   * Reads an event on the stream of a run.
   *
   * @param type the class of the event
   * @param result reads the result of the run, as JSON; null if it has none
   */
  default @Nullable Object readEmitted(
      PayloadCodec codec,
      Class<?> type,
      JournalEntry emitted,
      Supplier<? extends @Nullable String> result) {
    return codec.read(Objects.requireNonNullElse(emitted.payload(), "null"), type);
  }

  /**
   * Reads a result that it has returned.
   *
   * @param type the type of its results
   */
  default @Nullable Object readResult(PayloadCodec codec, String payload, Type type) {
    return codec.read(payload, type);
  }
}
