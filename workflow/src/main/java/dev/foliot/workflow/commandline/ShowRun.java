package dev.foliot.workflow.commandline;

import dev.foliot.commandline.Table;
import dev.foliot.workflow.EmittedEvent;
import dev.foliot.workflow.RunError;
import dev.foliot.workflow.RunReport;
import dev.foliot.workflow.RunReport.Operation;
import dev.foliot.workflow.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Runs as text for a terminal. */
final class ShowRun {
  private static final String NONE = "-";

  private ShowRun() {}

  static String list(List<RunSummary> runs) {
    return runs.isEmpty()
        ? "Nothing.\n"
        : Table.of(
            List.of("RUN", "WORKFLOW", "VERSION", "STATUS", "STARTED", "DUE", "ENDED"),
            runs.stream().map(ShowRun::row).toList());
  }

  static String events(List<EmittedEvent> events) {
    return events.isEmpty()
        ? "Nothing.\n"
        : Table.of(
            List.of("POSITION", "AT", "TYPE", "EVENT"), events.stream().map(ShowRun::row).toList());
  }

  private static List<String> row(EmittedEvent event) {
    return List.of(
        String.valueOf(event.position()), String.valueOf(event.at()), event.type(), event.json());
  }

  private static List<String> row(RunSummary run) {
    return List.of(
        run.id(),
        run.workflow(),
        String.valueOf(run.version()),
        status(run),
        String.valueOf(run.createdAt()),
        text(run.dueAt()),
        text(run.endedAt()));
  }

  private static String status(RunSummary run) {
    String name = run.status().name().toLowerCase(Locale.ROOT);
    return run.hasCode() || run.status().isEnded() ? name : name + ", no code here";
  }

  static String report(RunReport report) {
    RunSummary run = report.run();
    List<List<String>> facts = new ArrayList<>();
    facts.add(List.of("workflow", run.workflow() + " (version " + run.version() + ")"));
    facts.add(List.of("status", status(run) + (report.cancelRequested() ? ", cancelled" : "")));
    facts.add(List.of("started", run.createdAt() + ", first invoked " + text(run.startedAt())));
    facts.add(List.of("invocations", String.valueOf(run.invocations())));
    facts.add(List.of("due", text(run.dueAt())));
    facts.add(List.of("deadline", text(report.deadline())));
    facts.add(List.of("ended", text(run.endedAt())));
    facts.add(List.of("parent", text(run.parent())));
    facts.add(List.of("forked from", text(run.forkedFrom())));
    facts.add(List.of("correlation", text(report.correlationId())));
    facts.add(List.of("input", report.input()));
    facts.add(List.of("result", text(report.result())));
    facts.add(List.of("error", error(report.error())));
    for (Operation wait : report.waits()) {
      facts.add(List.of("waits for", wait(wait)));
    }
    return Table.of(List.of("run", run.id()), facts)
        + "\n"
        + (report.operations().isEmpty() ? "No operations.\n" : operations(report));
  }

  private static String wait(Operation wait) {
    return "%s %s%s, until %s"
        .formatted(
            wait.kind(),
            wait.id(),
            wait.waitsFor() == null ? "" : ": " + wait.waitsFor(),
            text(wait.dueAt()));
  }

  private static String operations(RunReport report) {
    return Table.of(
        List.of("OPERATION", "KIND", "NAME", "STATUS", "ATTEMPTS", "STARTED", "ENDED", "ERROR"),
        report.operations().stream().map(ShowRun::row).toList());
  }

  private static List<String> row(Operation operation) {
    return List.of(
        operation.id(),
        operation.kind(),
        text(operation.name()),
        operation.status().name().toLowerCase(Locale.ROOT),
        String.valueOf(operation.attempts()),
        String.valueOf(operation.startedAt()),
        text(operation.endedAt()),
        error(operation.error()));
  }

  private static String error(@Nullable RunError error) {
    return error == null ? NONE : error.type() + ": " + text(error.message());
  }

  private static String text(@Nullable Object value) {
    return value == null ? NONE : String.valueOf(value);
  }
}
