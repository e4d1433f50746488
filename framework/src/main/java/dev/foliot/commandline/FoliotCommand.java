package dev.foliot.commandline;

import static java.util.stream.Collectors.joining;

import dev.foliot.failure.ErrorText;
import dev.foliot.operation.CheckpointTarget;
import dev.foliot.operation.DiscardedMessage;
import dev.foliot.operation.HeldMessage;
import dev.foliot.operation.MovePlan;
import dev.foliot.operation.NodeReport;
import dev.foliot.operation.SubscriptionReport;
import dev.foliot.operation.Subscriptions;
import dev.foliot.outbox.Outbox;
import dev.foliot.process.ProcessFilter;
import dev.foliot.process.Processes;
import dev.foliot.rebuild.Rebuilds;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Runs the typed command and prints the result. The exit code of the process is 0 if the command
 * was done, 1 if it was refused or failed, and 2 if it was not understood.
 */
final class FoliotCommand {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;

  private static final String COMMANDS =
      """
      Usage: java -jar application.jar foliot <command>

        status [<subscription>]              how all are doing, or the segments and lanes of one
        parked [<subscription>]              messages that wait for a person; --after=<position> --limit=<n>
        held [<subscription>]                those and the ones that wait for their next attempt
        show <subscription> <message id>     everything about one of them
        retry <subscription> <message id>    try it at once, then the messages behind it
        retry <subscription> --category=<c> --id=<id> | --key=<key> | --all
        discard <subscription> <message id> --reason=<why> [--by=<who>]
                                             give it up, and go on with the messages behind it
        discarded <subscription>             discarded messages, with person and reason; --after=<number> --limit=<n>
        pause <subscription> --reason=<why>  no node delivers it, until
        resume <subscription>
        move <subscription> start|end|<position>|<instant>
                                             says what it would repeat and skip
                      … --confirm=<confirmation> | --yes
                                             does it
        remove <subscription> --yes          of which no handler is left
        stuck [<process manager>]            process instances that wait for nothing; --limit=<n>
        outbox                               how many of its messages wait, are blocked, and failed
        outbox pending|failed|discarded      its messages; --after=<id> --limit=<n>
        outbox retry <id> | --destination=<d> [--key=<key>] | --all
                                             retry failed messages, from the first attempt
        outbox discard <id> | --destination=<d> [--key=<key>] | --all --reason=<why> [--by=<who>]
                                             never publish failed messages, and go on behind them
      """
          + RebuildCommand.HELP;

  private static final String NOTES =
      """
        help

      Exit code: 0 done, 1 refused or failed, 2 not understood.
      Options with a dot are properties of the application, such as --spring.datasource.url=….
      """;

  private static final int MAX = 50;

  private final Subscriptions subscriptions;
  private final OutboxCommand outbox;
  private final Processes processes;
  private final RebuildCommand rebuilds;
  private final List<Subcommand> others;
  private final PrintStream out;
  private final PrintStream err;
  private final String user;

  /**
   * The terminal.
   *
   * @param user the person who discards, unless an option names another
   */
  record Terminal(PrintStream out, PrintStream err, String user) {}

  /**
   * @param others the commands of other modules
   */
  FoliotCommand(
      Subscriptions subscriptions,
      Outbox outbox,
      Processes processes,
      Rebuilds rebuilds,
      List<Subcommand> others,
      Terminal terminal) {
    this.subscriptions = subscriptions;
    this.outbox = new OutboxCommand(outbox, terminal.out(), terminal.user());
    this.processes = processes;
    this.rebuilds = new RebuildCommand(rebuilds, terminal.out(), terminal.user());
    this.others = others;
    this.out = terminal.out();
    this.err = terminal.err();
    this.user = terminal.user();
  }

  static boolean asksForHelp(CommandLine line) {
    return line.words().equals(List.of("help"));
  }

  static String help(List<Subcommand> others) {
    return COMMANDS + others.stream().map(Subcommand::help).collect(joining()) + NOTES;
  }

  int run(CommandLine line) {
    try {
      perform(line);
      return DONE;
    } catch (WrongUsageException e) {
      err.println(e.getMessage());
      return WRONG_USAGE;
    } catch (Exception e) {
      String message = ErrorText.message(e);
      err.println(message == null ? ErrorText.of(e) : message);
      return FAILED;
    }
  }

  private void perform(CommandLine line) {
    String command = line.word(0, "a command");
    switch (command) {
      case "help" -> out.print(help(others));
      case "status" -> status(line);
      case "parked" -> list(line, true);
      case "held" -> list(line, false);
      case "show" -> show(line);
      case "retry" -> retry(line);
      case "discard" -> discard(line);
      case "discarded" -> discarded(line);
      case "pause" -> pause(line);
      case "resume" -> resume(line);
      case "move" -> move(line);
      case "remove" -> remove(line);
      case "stuck" -> stuck(line);
      case "outbox" -> outbox.run(line);
      case "rebuild" -> rebuilds.run(line);
      default -> other(command).run(line, out);
    }
  }

  private Subcommand other(String command) {
    return others.stream()
        .filter(each -> each.name().equals(command))
        .findFirst()
        .orElseThrow(
            () -> new WrongUsageException("There is no command foliot %s.".formatted(command)));
  }

  private static String subscription(CommandLine line) {
    return line.word(1, "the name of a subscription");
  }

  private static UUID message(CommandLine line) {
    String text = line.word(2, "the id of a message");
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new WrongUsageException(
          "\"%s\" is not the id of a message; foliot parked shows the ids.".formatted(text));
    }
  }

  // ---- look

  private void status(CommandLine line) {
    line.allow(2);
    out.print(
        line.words().size() == 1
            ? Show.cluster(subscriptions.status())
            : Show.subscription(subscriptions.status(subscription(line))));
  }

  private void list(CommandLine line, boolean parked) {
    line.allow(2, "after", "limit");
    int limit = line.limit(MAX);
    long after = line.number("after", 0);
    List<String> names =
        line.words().size() > 1
            ? List.of(subscription(line))
            : subscriptions.status().subscriptions().stream()
                .map(SubscriptionReport::name)
                .toList();
    List<HeldMessage> found = new ArrayList<>();
    StringBuilder more = new StringBuilder();
    for (String name : names) {
      List<HeldMessage> ofName =
          parked
              ? subscriptions.parked(name, after, limit)
              : subscriptions.held(name, after, limit);
      found.addAll(ofName);
      if (ofName.size() == limit) {
        more.append(Show.more(line.words().get(0), name, ofName.get(limit - 1).position()));
      }
    }
    out.print(Show.held(found) + more);
  }

  private void show(CommandLine line) {
    line.allow(3);
    out.print(Show.message(subscriptions.show(subscription(line), message(line))));
  }

  private void discarded(CommandLine line) {
    line.allow(2, "after", "limit");
    int limit = line.limit(MAX);
    String name = subscription(line);
    List<DiscardedMessage> found = subscriptions.discarded(name, line.number("after", 0), limit);
    String more =
        found.size() < limit ? "" : Show.more("discarded", name, found.get(limit - 1).number());
    out.print(Show.discarded(found) + more);
  }

  private void stuck(CommandLine line) {
    line.allow(2, "limit");
    int limit = line.limit(MAX);
    ProcessFilter filter =
        line.words().size() > 1
            ? ProcessFilter.of(line.word(1, "the name of a process manager"))
            : ProcessFilter.all();
    out.print(Show.stuck(processes.list(filter.onlyStuck().limit(limit)), limit));
  }

  // ---- change

  private void retry(CommandLine line) {
    line.allow(3, "category", "id", "key", "all");
    String subscription = subscription(line);
    boolean one = line.words().size() > 2;
    boolean aggregate = line.has("category") || line.has("id");
    boolean all = line.flag("all");
    if (Stream.of(one, aggregate, line.has("key"), all).filter(named -> named).count() != 1) {
      throw new WrongUsageException(
          "Nothing was done: name the id of a message, --category=… with --id=…, --key=…, or --all.");
    }
    int tried = 1;
    if (one) {
      subscriptions.retry(subscription, message(line));
    } else if (aggregate) {
      tried =
          subscriptions.retryAggregate(
              subscription, line.required("category"), line.required("id"));
    } else if (all) {
      tried = subscriptions.retryAll(subscription);
    } else {
      subscriptions.retryKey(subscription, line.required("key"));
    }
    boolean engineRuns = subscriptions.status().nodes().stream().anyMatch(NodeReport::alive);
    out.printf(
        "%s message(s) of %s are tried %s.%n",
        tried,
        subscription,
        engineRuns ? "at once" : "when an engine runs, but none does now: start one");
  }

  private void discard(CommandLine line) {
    line.allow(3, "reason", "by");
    String by = line.has("by") ? line.required("by") : user;
    subscriptions.discard(subscription(line), message(line), line.required("reason"), by);
    out.printf("Discarded by %s; the messages behind it are delivered now.%n", by);
  }

  private void pause(CommandLine line) {
    line.allow(2, "reason");
    subscriptions.pause(subscription(line), line.required("reason"));
    out.printf("%s is paused.%n", subscription(line));
  }

  private void resume(CommandLine line) {
    line.allow(2);
    boolean paused = subscriptions.resume(subscription(line));
    out.printf("%s %s.%n", subscription(line), paused ? "was resumed" : "was not paused");
  }

  private void move(CommandLine line) {
    line.allow(3, "confirm", "yes");
    String subscription = subscription(line);
    MovePlan plan = subscriptions.planMove(subscription, target(line));
    out.println(plan);
    if (line.has("confirm") || line.flag("yes")) {
      String confirmation = line.has("confirm") ? line.required("confirm") : plan.confirmation();
      subscriptions.move(subscription, confirmation);
      out.println("It was moved.");
    } else {
      out.printf("Nothing was moved. Do it with --confirm=%s%n", plan.confirmation());
    }
  }

  private static CheckpointTarget target(CommandLine line) {
    try {
      return CheckpointTarget.parse(line.word(2, "the target: start, end, a position, an instant"));
    } catch (IllegalArgumentException e) {
      throw new WrongUsageException(String.valueOf(e.getMessage()));
    }
  }

  private void remove(CommandLine line) {
    line.allow(2, "yes");
    String subscription = subscription(line);
    if (!line.flag("yes")) {
      throw new WrongUsageException(
          "Removing %s forgets its checkpoints and held keys: add --yes.".formatted(subscription));
    }
    subscriptions.remove(subscription);
    out.printf("%s was removed.%n", subscription);
  }
}
