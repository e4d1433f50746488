package dev.foliot.test;

import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.replay.InternalEvents;
import dev.foliot.workflow.step.StepsBody;
import dev.foliot.workflow.step.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The events of a run's own stream, as a result shows them. */
final class EmittedEvents {
  private final ShownEvents shown;
  private final CodeOfRun code;

  EmittedEvents(ShownEvents shown, CodeOfRun code) {
    this.shown = shown;
    this.code = code;
  }

  /**
   * @param internal the internal events of the run
   * @param result the result of the run, as JSON; null if it has none
   */
  @SuppressWarnings("NullAway") // the result may be null
  List<Object> of(List<JournalEntry> entries, InternalEvents internal, @Nullable String result) {
    List<Object> events = new ArrayList<>(internal.atStart());
    for (JournalEntry entry : entries) {
      if (entry.kind() == OperationKind.EMIT && entry.payload() != null) {
        Class<?> type = typeOf(Objects.requireNonNull(entry.details().target()));
        events.add(
            StepsBody.isEnd(entry) && result != null
                ? new Stop<>(code.result().apply(result))
                : Objects.requireNonNull(code.codec().read(entry.payload(), type)));
      }
      events.addAll(internal.after(entry));
    }
    return events.stream().filter(shown::shows).toList();
  }

  private Class<?> typeOf(String name) {
    try {
      return Class.forName(name, false, code.loader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "The class of the emitted event %s is gone".formatted(name), e);
    }
  }
}
