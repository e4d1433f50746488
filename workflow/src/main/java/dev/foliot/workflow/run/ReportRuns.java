package dev.foliot.workflow.run;

import dev.foliot.failure.ReadableError;
import dev.foliot.work.WorkDone;
import dev.foliot.work.WorkListener;
import dev.foliot.work.WorkWaiting;
import dev.foliot.workflow.RunError;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.encryption.PayloadUnreadableException;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * Reports runs for tests, by the names of their operations. The database is read only if a listener
 * uses the report.
 */
final class ReportRuns {
  private static final Logger LOG = LoggerFactory.getLogger(ReportRuns.class);

  private final RunStore store;
  private final Supplier<List<WorkListener>> listeners;

  ReportRuns(RunStore store, Supplier<List<WorkListener>> listeners) {
    this.store = store;
    this.listeners = SingletonSupplier.of(listeners);
  }

  /** An invocation of a run has ended, and is stored. */
  void invoked(RunRow run) {
    Supplier<WorkDone> report = SingletonSupplier.of(() -> done(run));
    for (WorkListener listener : listeners.get()) {
      try {
        listener.done(report);
      } catch (Throwable e) { // a listener of the application changes nothing
        LOG.error("A listener of works failed; run={} continues", run.id(), ReadableError.of(e));
      }
    }
  }

  private WorkDone done(RunRow before) {
    RunRow run = store.runs().find(before.id()).orElse(before);
    List<JournalEntry> entries = store.runs().journal().of(run.id());
    RunError error = ErrorJson.shown(store.runs().error(run));
    return new WorkDone(
        run.identity().workflow(),
        run.id(),
        before.invocations(),
        run.status().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        endedIn(before.invocations(), entries),
        run.status().isEnded() ? List.of() : waitsFor(run.status(), entries),
        error == null ? null : describe(error));
  }

  private static String describe(RunError error) {
    return error.message() == null ? error.type() : error.type() + ": " + error.message();
  }

  private static List<String> endedIn(int invocation, List<JournalEntry> entries) {
    return entries.stream()
        .filter(entry -> entry.invocation() == invocation)
        .filter(entry -> entry.type() != EntryType.STARTED)
        .filter(entry -> entry.kind().group() != Group.MARKER)
        .map(entry -> nameOf(entry, entries))
        .toList();
  }

  /** The runs that wait. */
  List<WorkWaiting> waiting(int limit) {
    RunFilter waiting = RunFilter.all().with(RunStatus.WAITING).limit(limit);
    List<RunRow> newestFirst = new ArrayList<>(store.runs().lists().list(waiting));
    List<WorkWaiting> all = new ArrayList<>();
    for (RunRow run : newestFirst) {
      all.add(0, new WorkWaiting(run.identity().workflow(), run.id(), waitsFor(run)));
    }
    return all;
  }

  /**
   * The names of the operations that a run waits for. If the run has not begun, it waits for its
   * start.
   */
  List<String> waitsFor(RunRow run) {
    if (run.flow().queue() != null) {
      return List.of("its turn in the queue " + run.flow().queue());
    }
    try {
      return waitsFor(run.status(), store.runs().journal().of(run.id()));
    } catch (PayloadUnreadableException e) {
      return List.of("the payload key " + e.keyId());
    }
  }

  private static List<String> waitsFor(RunStatus status, List<JournalEntry> entries) {
    if (status == RunStatus.PENDING) {
      return List.of("its start");
    }
    Map<String, JournalEntry> last = new LinkedHashMap<>();
    entries.forEach(entry -> last.put(entry.operation(), entry));
    return last.values().stream()
        .filter(entry -> !entry.isFinal())
        .filter(entry -> entry.kind().group() != Group.CONTEXT)
        .filter(entry -> entry.kind().group() != Group.MARKER)
        .map(entry -> nameOf(entry, entries))
        .toList();
  }

  /** A callback that {@code waitForCallback} has created is named by its context. */
  private static String nameOf(JournalEntry entry, List<JournalEntry> entries) {
    String name = entry.name();
    if (name == null && entry.kind().group() == Group.CALLBACK) {
      name = nameOf(entry.parent(), entries);
    }
    return name == null ? entry.kind().label() + " " + entry.operation() : name;
  }

  private static @Nullable String nameOf(@Nullable String operation, List<JournalEntry> entries) {
    return entries.stream()
        .filter(entry -> entry.operation().equals(operation))
        .map(JournalEntry::name)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
