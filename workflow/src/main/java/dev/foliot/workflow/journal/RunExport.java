package dev.foliot.workflow.journal;

import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run with its journal, as exported to a file and replayed in tests.
 *
 * @param run the run
 * @param entries its journal
 * @param answers the accepted answers from outside that are not in the journal yet; null in a text
 *     of an earlier version
 * @param limits the limits of the run; null in a text of an earlier version
 */
public record RunExport(
    ExportedRun run,
    List<JournalEntry> entries,
    @Nullable List<Answer> answers,
    @Nullable RunLimits limits) {
  private static final MessageJson JSON = new MessageJson(new MessageTypes(List.of()));

  /** Copies the lists. */
  public RunExport {
    entries = List.copyOf(entries);
    answers = answers == null ? List.of() : List.copyOf(answers);
  }

  /** The accepted answers from outside that are not in the journal yet. */
  @Override
  public List<Answer> answers() {
    return Objects.requireNonNull(answers);
  }

  /** The limits of the run; none if the text is of an earlier version. */
  public RunLimits knownLimits() {
    return Objects.requireNonNullElse(limits, RunLimits.NONE);
  }

  /** Writes the run as JSON. */
  public String toJson() {
    return JSON.write(this);
  }

  /** Reads what {@link #toJson} has written. */
  public static RunExport fromJson(String json) {
    return JSON.read(json, RunExport.class);
  }
}
