package dev.foliot.workflow;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run with all its details.
 *
 * @param run its summary
 * @param correlationId the correlation id of everything that the run causes; a hash of the given id
 *     if that one is not a UUID
 * @param deadline when the run ends as timed out, or null
 * @param cancelRequested whether the run will end as cancelled
 * @param input its input, as JSON
 * @param result its result, as JSON; null unless it has succeeded
 * @param error its error; null unless it has failed
 * @param operations its operations, in the order of their first entries
 * @param journal its journal, in order
 */
public record RunReport(
    RunSummary run,
    UUID correlationId,
    @Nullable Instant deadline,
    boolean cancelRequested,
    String input,
    @Nullable String result,
    @Nullable RunError error,
    List<Operation> operations,
    List<Entry> journal) {

  /** Copies the lists. */
  public RunReport {
    operations = List.copyOf(operations);
    journal = List.copyOf(journal);
  }

  /** The operations that the run waits for; none if it has ended. */
  public List<Operation> waits() {
    return run.status().isEnded()
        ? List.of()
        : operations.stream().filter(Operation::isWaiting).toList();
  }

  /** The status of an operation. */
  public enum OperationStatus {
    /** The operation has no outcome yet. */
    OPEN,
    /** The operation has a result. */
    SUCCEEDED,
    /** The operation has an error. */
    FAILED,
    /** The time of the operation was over. */
    TIMED_OUT
  }

  /**
   * An operation, as its entries of the journal describe it.
   *
   * @param id its id, such as {@code 3} or {@code 3-1}
   * @param parent the id of the operation whose context it is in; null at the top
   * @param kind its kind, such as {@code Step}
   * @param name its name, or null
   * @param status its status
   * @param attempts the number of its attempts; 0 if it has none
   * @param error the error of the last attempt, or null
   * @param waitsFor the id of the callback, the type of the event, or the id of the child run, also
   *     after its end; null for other kinds
   * @param dueAt the time of the next attempt, or the end of the wait, while the operation is open;
   *     null if there is none
   * @param startedAt when it was started
   * @param endedAt when it ended, or null
   */
  public record Operation(
      String id,
      @Nullable String parent,
      String kind,
      @Nullable String name,
      OperationStatus status,
      int attempts,
      @Nullable RunError error,
      @Nullable String waitsFor,
      @Nullable Instant dueAt,
      Instant startedAt,
      @Nullable Instant endedAt) {

    /** Whether the operation is open, and waits for a time or for an event from outside. */
    public boolean isWaiting() {
      return status == OperationStatus.OPEN && (waitsFor != null || dueAt != null);
    }
  }

  /**
   * An entry of the journal.
   *
   * @param number its position, from 1
   * @param operation the id of the operation, such as {@code 3} or {@code 3-1}
   * @param kind the kind of the operation, such as {@code Step}
   * @param type the type of the entry, such as {@code SUCCEEDED}
   * @param name the name of the operation, or null
   * @param payload the result as JSON, or null
   * @param error the error, or null
   * @param invocation the invocation in which it was written, from 1
   * @param at when it was written
   */
  public record Entry(
      int number,
      String operation,
      String kind,
      String type,
      @Nullable String name,
      @Nullable String payload,
      @Nullable RunError error,
      int invocation,
      Instant at) {}
}
