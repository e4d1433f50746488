package dev.foliot.workflow.journal;

import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import java.util.List;

/**
 * A run with its journal, as exported to a file and replayed in tests.
 *
 * @param run the run
 * @param entries its journal
 */
public record RunExport(ExportedRun run, List<JournalEntry> entries) {
  private static final MessageJson JSON = new MessageJson(new MessageTypes(List.of()));

  /** Copies the list. */
  public RunExport {
    entries = List.copyOf(entries);
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
