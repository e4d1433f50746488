package dev.foliot.workflow;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run with all its details.
 *
 * @param run its summary
 * @param correlationId the correlation id of everything that it causes, or its hash
 * @param input its input, as JSON
 * @param result its result, as JSON; null unless it has succeeded
 * @param error its error; null unless it has failed
 * @param journal what happened in it, in order
 */
public record RunReport(
    RunSummary run,
    UUID correlationId,
    String input,
    @Nullable String result,
    @Nullable RunError error,
    List<Entry> journal) {

  /** Copies the journal. */
  public RunReport {
    journal = List.copyOf(journal);
  }

  /**
   * An entry of the journal.
   *
   * @param number its place, from 1
   * @param operation the id of the operation, such as {@code 3} or {@code 3-1}
   * @param kind the kind of the operation, such as {@code Step}
   * @param type what the entry says, such as {@code SUCCEEDED}
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
