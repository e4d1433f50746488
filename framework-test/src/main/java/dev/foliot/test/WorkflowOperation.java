package dev.foliot.test;

import dev.foliot.time.StorableInstant;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.StoredError;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An operation of a workflow in a {@link WorkflowResult}, as the journal has it. Immutable. */
public final class WorkflowOperation {
  private final List<JournalEntry> entries;
  private final JournalEntry first;
  private final JournalEntry last;

  private WorkflowOperation(List<JournalEntry> entries) {
    this.entries = List.copyOf(entries);
    this.first = entries.get(0);
    this.last = entries.get(entries.size() - 1);
  }

  /** All operations of a journal, in the order of their beginning. */
  static List<WorkflowOperation> allOf(List<JournalEntry> journal) {
    Map<String, List<JournalEntry>> byId = new LinkedHashMap<>();
    for (JournalEntry entry : journal) {
      if (entry.kind().group() != OperationKind.Group.MARKER) {
        byId.computeIfAbsent(entry.operation(), id -> new ArrayList<>()).add(entry);
      }
    }
    return byId.values().stream().map(WorkflowOperation::new).toList();
  }

  /** The id in the run, such as {@code 2} or {@code 2-1}. */
  public String id() {
    return first.operation();
  }

  /** The name, or null. */
  public @Nullable String name() {
    return first.name();
  }

  /** The kind. */
  public OperationKind kind() {
    return first.kind();
  }

  /** The id of the operation whose context it is in; null at the top. */
  public @Nullable String parent() {
    return first.parent();
  }

  /** The last state: {@code STARTED} while the operation is open. */
  public EntryType status() {
    return last.isFinal() ? last.type() : EntryType.STARTED;
  }

  /** Whether the operation has ended, so that nothing of it follows. */
  public boolean isEnded() {
    return last.isFinal();
  }

  /** How many attempts or checks have ended. */
  public int attempts() {
    return (int) entries.stream().filter(entry -> entry.type() != EntryType.STARTED).count();
  }

  /** The pauses between its attempts. */
  public List<Duration> pauses() {
    return entries.stream()
        .map(entry -> entry.details().nextDelay())
        .filter(Objects::nonNull)
        .toList();
  }

  /**
   * The result that the code of the workflow gets.
   *
   * @throws AssertionError if the operation has not succeeded
   */
  public <T extends @Nullable Object> T result(Class<T> type) {
    return read(type);
  }

  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // of this type
  private <T extends @Nullable Object> T read(Type type) {
    if (status() != EntryType.SUCCEEDED) {
      throw new AssertionError("%s has no result: it is %s".formatted(this, status()));
    }
    return last.payload() == null ? null : (T) VirtualRuns.CODEC.read(last.payload(), type);
  }

  /**
   * The last error.
   *
   * @throws AssertionError if no attempt has failed
   */
  public StoredError error() {
    return entries.stream()
        .map(entry -> entry.details().error())
        .filter(Objects::nonNull)
        .reduce((one, next) -> next)
        .orElseThrow(
            () -> new AssertionError("%s has no error: it is %s".formatted(this, status())));
  }

  /** How long it waits, as the workflow has specified; null if there is no limit. */
  public @Nullable Duration duration() {
    return first.details().duration();
  }

  /** When it began. */
  public Instant startedAt() {
    Instant attempt = first.details().startedAt();
    return attempt == null ? first.at() : attempt;
  }

  /** The end of its wait; null if there is no limit, or if it has ended. */
  public @Nullable Instant dueAt() {
    EntryDetails details = last.details();
    if (last.isFinal()) {
      return null;
    }
    return details.nextDelay() == null
        ? details.dueAt()
        : StorableInstant.after(last.at(), details.nextDelay());
  }

  boolean isOf(OperationKind.Group group) {
    return kind().group() == group;
  }

  @Override
  public String toString() {
    String label =
        name() == null ? kind().label() + " " + id() : kind().label() + " '" + name() + "'";
    Instant due = dueAt();
    return due == null ? label : label + " until " + due;
  }
}
