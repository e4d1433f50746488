package dev.foliot.workflow.replay;

import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An operation as its entries in the journal show it. */
final class Operation {
  private final String id;
  private final @Nullable String parent;
  private final OperationKind kind;
  private final @Nullable String name;
  private @Nullable JournalEntry started;
  private @Nullable JournalEntry last;
  private @Nullable Instant heartbeatAt;
  private @Nullable Instant firstAt;
  private int attempts;
  private boolean replayed;
  private boolean requested;

  Operation(String id, @Nullable String parent, OperationKind kind, @Nullable String name) {
    this.id = id;
    this.parent = parent;
    this.kind = kind;
    this.name = name;
  }

  String id() {
    return id;
  }

  @Nullable String parent() {
    return parent;
  }

  OperationKind kind() {
    return kind;
  }

  @Nullable String name() {
    return name;
  }

  void apply(JournalEntry entry) {
    if (firstAt == null) {
      Instant attemptAt = entry.details().startedAt();
      firstAt = attemptAt == null ? entry.at() : attemptAt;
    }
    if (entry.type() == EntryType.STARTED) {
      started = entry;
    } else {
      last = entry;
      attempts++;
    }
  }

  /** An earlier invocation has stored it. */
  void replayed() {
    replayed = true;
  }

  boolean isReplayed() {
    return replayed;
  }

  /** The time of its start; null if it was not started. */
  @Nullable Instant firstAt() {
    return firstAt;
  }

  /** Notes that the code of this invocation has reached it. */
  void request() {
    requested = true;
  }

  boolean isRequested() {
    return requested;
  }

  boolean isRecorded() {
    return started != null || last != null;
  }

  boolean isEnded() {
    return last != null && last.isFinal();
  }

  /** Its last outcome: the final outcome, or the outcome of the last attempt. */
  @Nullable JournalEntry last() {
    return last;
  }

  @Nullable JournalEntry started() {
    return started;
  }

  /** The number of attempts that have ended. */
  int attempts() {
    return attempts;
  }

  /** Whether an attempt was started by an entry, and has not ended. */
  boolean isInterrupted() {
    return started != null && (last == null || last.number() < started.number());
  }

  void heartbeat(Instant at) {
    heartbeatAt = at;
  }

  /** The time when it ends or continues by itself; null if never, or if it has ended. */
  @Nullable Instant dueAt() {
    if (isEnded()) {
      return null;
    }
    if (last != null && last.details().nextDelay() != null) {
      return Limits.after(last.at(), last.details().nextDelay());
    }
    Instant limit = started == null ? null : started.details().dueAt();
    return earlier(limit, heartbeatDue());
  }

  /** The time within which the next heartbeat must come; null if it needs none. */
  @Nullable Duration heartbeat() {
    return started == null ? null : started.details().heartbeat();
  }

  /** The time by which the next heartbeat must come; null if it needs none. */
  @Nullable Instant heartbeatDue() {
    Duration heartbeat = heartbeat();
    if (started == null || heartbeat == null) {
      return null;
    }
    return Limits.after(heartbeatAt == null ? started.at() : heartbeatAt, heartbeat);
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  String description() {
    return describe(kind, name);
  }

  /** The name of the result in the text of an error. */
  String value() {
    return "The result of " + description() + " at position " + id;
  }

  static String describe(OperationKind kind, @Nullable String name) {
    return name == null ? kind.label() + " without a name" : kind.label() + " '" + name + "'";
  }
}
