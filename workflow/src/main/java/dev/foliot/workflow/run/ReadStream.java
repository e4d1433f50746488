package dev.foliot.workflow.run;

import dev.foliot.workflow.EmittedEvent;
import dev.foliot.workflow.RunNotFoundException;
import dev.foliot.workflow.journal.JournalEntry;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Reads the events that runs have emitted. They are entries of the journal. A run that continues as
 * new has a new journal, so the round is the first part of a position.
 */
final class ReadStream {
  static final int MAX = 1_000;
  private static final int ROUND = 32;

  private final RunParts parts;
  private final RunStore store;

  ReadStream(RunParts parts, RunStore store) {
    this.parts = parts;
    this.store = store;
  }

  List<EmittedEvent> after(String runId, long position, int limit) {
    if (limit < 1 || limit > MAX) {
      throw new IllegalArgumentException(
          "A page of events has a limit from 1 to %s; this one is %s.".formatted(MAX, limit));
    }
    return parts
        .transactions()
        .readOnly(
            () -> {
              RunRow run =
                  store.runs().find(runId).orElseThrow(() -> new RunNotFoundException(runId));
              long round = position >> ROUND;
              return store
                  .runs()
                  .journal()
                  .emitted(
                      store.runs().table(),
                      runId,
                      round,
                      (int) position,
                      limit,
                      (of, entry) -> event(run, of, entry));
            });
  }

  private EmittedEvent event(RunRow run, int round, JournalEntry entry) {
    String type = Objects.requireNonNull(entry.details().target());
    String json = Objects.requireNonNullElse(entry.payload(), "null");
    long position = ((long) round << ROUND) + entry.number();
    return new EmittedEvent(position, type, value(run, type, entry), json, entry.at());
  }

  /** A page shows all readable events, even if others cannot be read. */
  private @Nullable Object value(RunRow run, String type, JournalEntry entry) {
    try {
      Class<?> event = ClassUtils.forName(type, null);
      RunRow.Identity identity = run.identity();
      Optional<WorkflowDefinition> workflow =
          parts.registry().find(identity.workflow(), identity.version());
      return workflow.isEmpty()
          ? parts.codec().read(Objects.requireNonNullElse(entry.payload(), "null"), event)
          : workflow
              .get()
              .body()
              .readEmitted(parts.codec(), event, entry, () -> store.runs().result(run));
    } catch (ClassNotFoundException | LinkageError | RuntimeException unknown) {
      return null;
    }
  }
}
