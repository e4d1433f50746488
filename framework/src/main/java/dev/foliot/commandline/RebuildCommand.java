package dev.foliot.commandline;

import dev.foliot.rebuild.CompareOptions;
import dev.foliot.rebuild.RebuildComparison;
import dev.foliot.rebuild.RebuildMode;
import dev.foliot.rebuild.RebuildOptions;
import dev.foliot.rebuild.RebuildReport;
import dev.foliot.rebuild.Rebuilds;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Runs {@code foliot rebuild}. */
final class RebuildCommand {
  static final String HELP =
      """
        rebuild                              rebuilds of projections, the newest first
        rebuild start <projector>            fill its projection again beside the live rows, and switch;
                                             --archive --no-switch --in-place [--by=<who>]
        rebuild compare <projector>          fill its projection again into other tables, compare the rows, and
                                             drop them; exit code 1 if rows differ; --archive --limit=<n>
                                             --batch-sizes=<n,…> --ignoring=<column,…>
        rebuild show <id>                    progress, rate, time left, and the failed message
        rebuild cancel <id>                  end it; the live rows stay
        rebuild switch <id>                  make the rebuilt rows live, if it waits for that
        rebuild roll-back <id>               make the former rows live again
        rebuild drop <id>                    drop the former rows
      """;

  private static final String ID = "the id of a rebuild";

  private final Rebuilds rebuilds;
  private final PrintStream out;
  private final String user;

  /**
   * @param user the person who starts a rebuild, unless an option names another one
   */
  RebuildCommand(Rebuilds rebuilds, PrintStream out, String user) {
    this.rebuilds = rebuilds;
    this.out = out;
    this.user = user;
  }

  void run(CommandLine line) {
    String what = line.words().size() == 1 ? "list" : line.word(1, "what to do");
    switch (what) {
      case "list" -> list(line);
      case "start" -> start(line);
      case "compare" -> compare(line);
      case "show" -> print(line, rebuilds.show(id(line)));
      case "cancel" -> print(line, rebuilds.cancel(id(line)));
      case "switch" -> print(line, rebuilds.switchOver(id(line)));
      case "roll-back" -> print(line, rebuilds.rollBack(id(line)));
      case "drop" -> print(line, rebuilds.dropFormer(id(line)));
      default ->
          throw new WrongUsageException("There is no command foliot rebuild %s.".formatted(what));
    }
  }

  private void list(CommandLine line) {
    line.allow(2);
    List<RebuildReport> all = rebuilds.list();
    out.print(
        all.isEmpty()
            ? "No rebuilds.\n"
            : Table.of(
                List.of("ID", "PROJECTION", "STATUS", "DONE", "HANDLED", "LEFT", "STARTED", "BY"),
                all.stream().map(RebuildCommand::row).toList()));
  }

  private static List<String> row(RebuildReport each) {
    return List.of(
        String.valueOf(each.id()),
        each.projection(),
        status(each),
        each.percent() + "%",
        String.valueOf(each.handled()),
        left(each),
        each.startedAt().toString(),
        each.startedBy());
  }

  private static String status(RebuildReport report) {
    return report.status().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String left(RebuildReport report) {
    return report.timeLeft() == null ? "-" : report.timeLeft().toString();
  }

  private void start(CommandLine line) {
    line.allow(3, "archive", "no-switch", "in-place", "by");
    String projector = line.word(2, "the name of a projector");
    RebuildOptions options =
        new RebuildOptions(
            line.flag("in-place") ? RebuildMode.IN_PLACE : RebuildMode.BESIDE,
            !line.flag("no-switch"),
            line.flag("archive"),
            line.has("by") ? line.required("by") : user);
    show(rebuilds.start(projector, options));
  }

  private void compare(CommandLine line) {
    line.allow(3, "archive", "limit", "batch-sizes", "ignoring");
    RebuildComparison found =
        rebuilds.compare(line.word(2, "the name of a projector"), compareOptions(line));
    found.differences().forEach(out::println);
    if (!found.isEqual()) {
      throw new RowsDifferException(found);
    }
    out.println(found);
  }

  private static CompareOptions compareOptions(CommandLine line) {
    CompareOptions options = CompareOptions.standard();
    options = options.limit(line.count("limit", options.limit()));
    options = line.flag("archive") ? options.withArchive() : options;
    if (line.has("ignoring")) {
      options = options.ignoring(line.required("ignoring").split(","));
    }
    return line.has("batch-sizes")
        ? options.batchSizes(
            Stream.of(line.required("batch-sizes").split(","))
                .map(RebuildCommand::batchSize)
                .toArray(Integer[]::new))
        : options;
  }

  private static Integer batchSize(String text) {
    if (!text.matches("[1-9][0-9]{0,5}")) {
      throw new WrongUsageException(
          "\"%s\" is not a batch size; write --batch-sizes=7,500.".formatted(text));
    }
    return Integer.valueOf(text);
  }

  private void print(CommandLine line, RebuildReport report) {
    line.allow(3);
    show(report);
  }

  private void show(RebuildReport report) {
    out.printf("Rebuild %s of %s is %s.%n", report.id(), report.projection(), status(report));
    out.printf("  projectors     %s%n", String.join(", ", report.subscriptions()));
    out.printf(
        "  position       %s of %s (%s%%)%n", report.position(), report.end(), report.percent());
    out.printf(
        Locale.ROOT, "  handled        %s, %.0f a second%n", report.handled(), report.perSecond());
    out.printf("  time left      %s%n", left(report));
    out.printf("  former rows    %s%n", report.hasFormerRows() ? "kept" : "none");
    RebuildReport.Failure failure = report.failure();
    if (failure != null) {
      out.printf("  failed         %s%n", describe(failure));
    }
  }

  private static String describe(RebuildReport.Failure failure) {
    return failure.messageId() == null
        ? failure.error()
        : "%s of %s at position %s, in %s: %s"
            .formatted(
                failure.type(),
                failure.messageId(),
                failure.position(),
                failure.subscription(),
                failure.error());
  }

  private static long id(CommandLine line) {
    String text = line.word(2, ID);
    if (!text.matches("[0-9]{1,18}")) {
      throw new WrongUsageException(
          "\"%s\" is not the id of a rebuild; foliot rebuild shows the ids.".formatted(text));
    }
    return Long.parseLong(text);
  }
}
