package dev.foliot.workflow.run;

import dev.foliot.workflow.EmittedEvent;
import dev.foliot.workflow.InternalEvent;
import dev.foliot.workflow.RunNotFoundException;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.replay.InternalEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
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
    checkLimit(limit);
    return parts.transactions().readOnly(() -> page(runId, position, limit).events());
  }

  /**
   * A page of the stream.
   *
   * @param isLast whether the run had ended, so that no event follows
   */
  record Page(List<EmittedEvent> events, boolean isLast) {}

  /** Reads committed events only: a transaction of the caller does not matter. */
  Page committed(String runId, long position, int limit) {
    return parts.transactions().inNew(() -> page(runId, position, limit));
  }

  /** Reads the run first, so that an ended run has no more events than those that are read. */
  private Page page(String runId, long position, int limit) {
    RunRow run = store.runs().find(runId).orElseThrow(() -> new RunNotFoundException(runId));
    List<EmittedEvent> events =
        store
            .runs()
            .journal()
            .emitted(
                store.runs().table(),
                runId,
                position >> ROUND,
                (int) position,
                limit,
                (of, entry) -> event(run, of, entry));
    return new Page(events, run.status().isEnded() && events.size() < limit);
  }

  private static void checkLimit(int limit) {
    if (limit < 1 || limit > MAX) {
      throw new IllegalArgumentException(
          "A page of events has a limit from 1 to %s; this one is %s.".formatted(MAX, limit));
    }
  }

  /** The journal implies the internal events, so it is read from its beginning. */
  List<EmittedEvent> withInternal(String runId, long position, int limit) {
    checkLimit(limit);
    return parts
        .transactions()
        .readOnly(
            () -> {
              RunRow run =
                  store.runs().find(runId).orElseThrow(() -> new RunNotFoundException(runId));
              List<EmittedEvent> page = new ArrayList<>();
              for (List<EmittedEvent> events : byPosition(run)) {
                boolean isWanted = !events.isEmpty() && events.get(0).position() > position;
                if (isWanted && page.size() < limit) {
                  page.addAll(events);
                }
              }
              return page;
            });
  }

  /** The events of each entry of the journal. */
  private List<List<EmittedEvent>> byPosition(RunRow run) {
    InternalEvents internal = internalEvents(run);
    List<List<EmittedEvent>> all = new ArrayList<>();
    List<InternalEvent> first = internal.atStart();
    for (JournalEntry entry : store.runs().journal().of(run.id())) {
      List<EmittedEvent> events = new ArrayList<>(internal(run, entry, first));
      if (entry.kind() == OperationKind.EMIT) {
        events.add(event(run, run.round(), entry));
      }
      events.addAll(internal(run, entry, internal.after(entry)));
      all.add(events);
      first = List.of();
    }
    return all;
  }

  private InternalEvents internalEvents(RunRow run) {
    return workflowOf(run)
        .map(workflow -> workflow.body().internalEvents(store.runs().input(run)))
        .orElse(InternalEvents.NONE);
  }

  private List<EmittedEvent> internal(RunRow run, JournalEntry after, List<InternalEvent> events) {
    return events.stream()
        .map(
            event ->
                new EmittedEvent(
                    position(run.round(), after),
                    event.getClass().getName(),
                    event,
                    parts.codec().write(event),
                    after.at()))
        .toList();
  }

  private static long position(int round, JournalEntry entry) {
    return ((long) round << ROUND) + entry.number();
  }

  private Optional<WorkflowDefinition> workflowOf(RunRow run) {
    RunRow.Identity identity = run.identity();
    return parts.registry().find(identity.workflow(), identity.version());
  }

  private EmittedEvent event(RunRow run, int round, JournalEntry entry) {
    String type = Objects.requireNonNull(entry.details().target());
    String json = Objects.requireNonNullElse(entry.payload(), "null");
    Object value = value(run, type, entry);
    return new EmittedEvent(position(round, entry), type, value, json, entry.at());
  }

  /** A page shows all readable events, even if others cannot be read. */
  private @Nullable Object value(RunRow run, String type, JournalEntry entry) {
    try {
      Class<?> event = ClassUtils.forName(type, null);
      Optional<WorkflowDefinition> workflow = workflowOf(run);
      return workflow.isEmpty()
          ? parts.codec().read(Objects.requireNonNullElse(entry.payload(), "null"), event)
          : workflow
              .get()
              .body()
              .readEmitted(parts.codec(), event, entry, () -> store.runs().result(run));
    } catch (DataAccessException | TransactionException away) {
      throw away;
    } catch (Throwable unreadable) { // the constructor of the event may throw anything
      return null;
    }
  }
}
