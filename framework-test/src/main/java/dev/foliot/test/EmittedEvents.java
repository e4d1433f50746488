package dev.foliot.test;

import dev.foliot.workflow.InternalEvent;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The events of a run's own stream, as a runner exposes them. */
final class EmittedEvents {
  private final WorkflowScript script;

  EmittedEvents(WorkflowScript script) {
    this.script = script;
  }

  List<Object> of(List<JournalEntry> entries) {
    List<Object> events = new ArrayList<>();
    for (JournalEntry entry : entries) {
      if (entry.kind() == OperationKind.EMIT && entry.payload() != null) {
        Class<?> type = typeOf(Objects.requireNonNull(entry.details().target()));
        if (isExposed(type)) {
          events.add(Objects.requireNonNull(VirtualRuns.CODEC.read(entry.payload(), type)));
        }
      }
    }
    return List.copyOf(events);
  }

  private boolean isExposed(Class<?> type) {
    boolean isInternal = InternalEvent.class.isAssignableFrom(type);
    return (script.showsInternal || !isInternal) && !script.excluded.contains(type);
  }

  private static Class<?> typeOf(String name) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try {
      return Class.forName(
          name, false, loader == null ? EmittedEvents.class.getClassLoader() : loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "The class of the emitted event %s is gone".formatted(name), e);
    }
  }
}
