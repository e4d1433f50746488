package dev.foliot.commandline;

import dev.foliot.outbox.FailedEntries;
import dev.foliot.outbox.Outbox;
import dev.foliot.outbox.OutboxEntry;
import dev.foliot.outbox.OutboxStatus;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Runs {@code foliot outbox}. */
final class OutboxCommand {
  private static final int MAX = 50;

  private final Outbox outbox;
  private final PrintStream out;
  private final String user;

  /**
   * @param user the person who discards, unless an option names another
   */
  OutboxCommand(Outbox outbox, PrintStream out, String user) {
    this.outbox = outbox;
    this.out = out;
    this.user = user;
  }

  void run(CommandLine line) {
    String what = line.words().size() == 1 ? "" : line.word(1, "what to do with the outbox");
    switch (what) {
      case "" -> report(line);
      case "pending", "failed", "discarded" -> list(line, what);
      case "retry" -> retry(line);
      case "discard" -> discard(line);
      default ->
          throw new WrongUsageException("There is no command foliot outbox %s.".formatted(what));
    }
  }

  private void report(CommandLine line) {
    line.allow(1);
    out.print(Show.outbox(outbox.report()));
  }

  private void list(CommandLine line, String what) {
    line.allow(2, "after", "limit");
    int limit = line.limit(MAX);
    OutboxStatus status = OutboxStatus.valueOf(what.toUpperCase(Locale.ROOT));
    List<OutboxEntry> found = outbox.list(status, line.number("after", 0), limit);
    String more =
        found.isEmpty() || found.size() < limit
            ? ""
            : Show.more("outbox", what, found.get(found.size() - 1).id());
    out.print(Show.entries(found) + more);
  }

  private void retry(CommandLine line) {
    line.allow(3, "destination", "key", "all");
    FailedEntries which = which(line);
    out.printf("%s message(s) %s are tried again.%n", outbox.retry(which), which);
  }

  private void discard(CommandLine line) {
    line.allow(3, "destination", "key", "all", "reason", "by");
    FailedEntries which = which(line);
    String by = line.has("by") ? line.required("by") : user;
    int discarded = outbox.discard(which, line.required("reason"), by);
    out.printf("%s message(s) %s were discarded by %s.%n", discarded, which, by);
  }

  private static FailedEntries which(CommandLine line) {
    try {
      return FailedEntries.named(
          line.words().size() > 2 ? id(line.word(2, "the id of an entry")) : null,
          line.has("destination") ? line.required("destination") : null,
          line.has("key") ? line.required("key") : null,
          line.flag("all"));
    } catch (IllegalArgumentException e) {
      throw new WrongUsageException(String.valueOf(e.getMessage()));
    }
  }

  private static long id(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new WrongUsageException(
          "\"%s\" is not the id of an entry; foliot outbox failed shows the ids.".formatted(text));
    }
    return Long.parseLong(text);
  }
}
