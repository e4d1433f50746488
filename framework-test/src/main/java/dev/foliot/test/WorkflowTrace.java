package dev.foliot.test;

import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.ExportedRun;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.StoredError;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A run as text: one line for each entry of its journal, with the time since its start. */
final class WorkflowTrace {
  private static final int MAX_PAYLOAD = 120;

  private final ExportedRun run;
  private final List<JournalEntry> entries;
  private final StringBuilder text = new StringBuilder();

  WorkflowTrace(ExportedRun run, List<JournalEntry> entries) {
    this.run = run;
    this.entries = entries;
  }

  String text(Duration elapsed) {
    text.append(
        "%s is %s after %s, in %s invocation%s%n"
            .formatted(
                run.info().workflow(),
                run.status(),
                elapsed,
                run.info().invocation(),
                run.info().invocation() == 1 ? "" : "s"));
    int invocation = 0;
    for (JournalEntry entry : entries) {
      if (entry.invocation() != invocation) {
        invocation = entry.invocation();
        text.append("  invocation ").append(invocation).append(System.lineSeparator());
      }
      addLine(entry);
    }
    if (run.status() == RunStatus.SUCCEEDED) {
      text.append("  result ").append(cut(run.result()));
    } else if (run.error() != null) {
      text.append("  error ").append(describe(run.error()));
    }
    return text.toString().stripTrailing();
  }

  private void addLine(JournalEntry entry) {
    String outcome = entry.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    text.append("    +")
        .append(Duration.between(run.info().startedAt(), entry.at()))
        .append(' ')
        .append(entry.kind().label())
        .append(' ')
        .append(entry.operation())
        .append(entry.name() == null ? "" : " '" + entry.name() + "'")
        .append(' ')
        .append(outcome);
    Duration pause = entry.details().nextDelay();
    if (pause != null) {
      text.append(", again in ").append(pause);
    }
    StoredError error = entry.details().error();
    if (error != null) {
      text.append(": ").append(describe(error));
    } else if (entry.type() == EntryType.SUCCEEDED && entry.payload() != null) {
      text.append(": ").append(cut(entry.payload()));
    }
    text.append(System.lineSeparator());
  }

  private static String describe(StoredError error) {
    return error.message() == null ? error.type() : error.type() + ": " + error.message();
  }

  private static String cut(@Nullable String payload) {
    if (payload == null) {
      return "null";
    }
    return payload.length() <= MAX_PAYLOAD ? payload : payload.substring(0, MAX_PAYLOAD) + "…";
  }
}
