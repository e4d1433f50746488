package dev.foliot.workflow.commandline;

import dev.foliot.commandline.CommandLine;
import dev.foliot.commandline.Subcommand;
import dev.foliot.commandline.WrongUsageException;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunNotFoundException;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.RunSummary;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.run.CallbackValue;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@code foliot workflows}.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class WorkflowCommand implements Subcommand {
  private static final String NAME = "workflows";
  private static final int MAX = 50;

  private final Supplier<Workflows> workflows;
  private final Supplier<CallbackValue> values;

  /** The suppliers are called when the command runs, not for the help. */
  public WorkflowCommand(Supplier<Workflows> workflows, Supplier<CallbackValue> values) {
    this.workflows = workflows;
    this.values = values;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String help() {
    return """
        workflows                            runs of workflows, the newest first; --workflow=<name> --status=<status> --parent=<run> --after=<run> --limit=<n>
        workflows show <run>                 everything about one run, with its operations
        workflows events <run> [--after=<position>] [--limit=<n>]
                                             the events that it has emitted
        workflows cancel <run>               end it between two operations, after its compensations
        workflows terminate <run> --yes      end it at once, without its compensations
        workflows retry <run> [--from=<operation>]
                                             let it go on from its failed operation, or from the given one
        workflows fork <run> --from=<operation> [--input=<json>] [--id=<run>]
                                             start a run that begins with the outcomes before the operation
        workflows complete <callback> [--value=<json>]
        workflows fail <callback> --error=<type> [--message=<text>]
                                             give a callback its outcome
      """;
  }

  @Override
  public void run(CommandLine line, PrintStream out) {
    String what = line.words().size() == 1 ? "" : line.word(1, "what to do with workflows");
    switch (what) {
      case "" -> list(line, out);
      case "show" -> show(line, out);
      case "events" -> events(line, out);
      case "cancel" -> cancel(line, out);
      case "terminate" -> terminate(line, out);
      case "retry" -> retry(line, out);
      case "fork" -> fork(line, out);
      case "complete" -> complete(line, out);
      case "fail" -> fail(line, out);
      default ->
          throw new WrongUsageException("There is no command foliot workflows %s.".formatted(what));
    }
  }

  private static String run(CommandLine line) {
    return line.word(2, "the id of a run");
  }

  private static String callback(CommandLine line) {
    return line.word(2, "the id of a callback");
  }

  private void list(CommandLine line, PrintStream out) {
    line.allow(1, "workflow", "status", "parent", "after", "limit");
    int limit = line.limit(MAX);
    RunFilter filter =
        new RunFilter(
            optional(line, "workflow"),
            status(line),
            optional(line, "parent"),
            optional(line, "after"),
            limit);
    List<RunSummary> runs = workflows.get().list(filter);
    out.print(ShowRun.list(runs));
    if (runs.size() == limit) {
      out.println(
          "Perhaps there are more: foliot workflows --after=%s"
              .formatted(runs.get(limit - 1).id()));
    }
  }

  private static @Nullable String optional(CommandLine line, String option) {
    return line.has(option) ? line.required(option) : null;
  }

  private static @Nullable RunStatus status(CommandLine line) {
    return refusing(() -> line.has("status") ? RunStatus.named(line.required("status")) : null);
  }

  private void show(CommandLine line, PrintStream out) {
    line.allow(3);
    String id = run(line);
    out.print(
        ShowRun.report(workflows.get().show(id).orElseThrow(() -> new RunNotFoundException(id))));
  }

  private void events(CommandLine line, PrintStream out) {
    line.allow(3, "after", "limit");
    int limit = line.limit(MAX);
    long after = line.number("after", 0);
    out.print(ShowRun.events(refusing(() -> workflows.get().events(run(line), after, limit))));
  }

  private void cancel(CommandLine line, PrintStream out) {
    line.allow(3);
    boolean isAsked = workflows.get().handle(run(line)).cancel();
    out.printf(
        "Run %s %s.%n",
        run(line), isAsked ? "is cancelled when an engine runs it" : "has ended already");
  }

  private void terminate(CommandLine line, PrintStream out) {
    line.allow(3, "yes");
    String id = run(line);
    if (!line.flag("yes")) {
      throw new WrongUsageException(
          "Terminating %s leaves out its compensations: add --yes.".formatted(id));
    }
    boolean hasEnded = workflows.get().handle(id).terminate();
    out.printf("Run %s %s.%n", id, hasEnded ? "was terminated" : "has ended already");
  }

  private void retry(CommandLine line, PrintStream out) {
    line.allow(3, "from");
    String id = run(line);
    if (line.has("from")) {
      String from = line.required("from");
      refusing(() -> workflows.get().retry(id, from));
    } else {
      workflows.get().retry(id);
    }
    out.printf("Run %s continues when an engine runs it.%n", id);
  }

  private void fork(CommandLine line, PrintStream out) {
    line.allow(3, "from", "input", "id");
    String id = run(line);
    String from = line.required("from");
    RunOptions options =
        line.has("id") ? RunOptions.id(line.required("id")) : RunOptions.defaults();
    RunHandle<?> fork =
        refusing(
            () ->
                line.has("input")
                    ? workflows.get().fork(id, from, value(line, "input"), options)
                    : workflows.get().fork(id, from, options));
    out.printf("Run %s was started.%n", fork.id());
  }

  private @Nullable Object value(CommandLine line, String option) {
    return values.get().read(line.option(option).orElse(null));
  }

  private static <T extends @Nullable Object> T refusing(Supplier<T> request) {
    try {
      return request.get();
    } catch (IllegalArgumentException e) {
      throw new WrongUsageException(String.valueOf(e.getMessage()));
    }
  }

  private void complete(CommandLine line, PrintStream out) {
    line.allow(3, "value");
    Object value = refusing(() -> value(line, "value"));
    workflows.get().completeCallback(callback(line), value);
    out.printf("Callback %s was completed.%n", callback(line));
  }

  private void fail(CommandLine line, PrintStream out) {
    line.allow(3, "error", "message");
    workflows
        .get()
        .failCallback(callback(line), line.required("error"), line.option("message").orElse(null));
    out.printf("Callback %s has failed.%n", callback(line));
  }
}
