package dev.foliot.commandline;

import dev.foliot.operation.ClusterReport;
import dev.foliot.operation.DiscardedMessage;
import dev.foliot.operation.HeldMessage;
import dev.foliot.operation.HeldMessageDetails;
import dev.foliot.operation.Lag;
import dev.foliot.operation.LaneReport;
import dev.foliot.operation.SegmentReport;
import dev.foliot.operation.SubscriptionReport;
import dev.foliot.outbox.OutboxEntry;
import dev.foliot.outbox.OutboxReport;
import dev.foliot.process.ProcessSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reports as text for a terminal. */
final class Show {
  private static final String NONE = "-";

  private Show() {}

  static String cluster(ClusterReport report) {
    List<List<String>> nodes = new ArrayList<>();
    report
        .nodes()
        .forEach(
            node ->
                nodes.add(
                    List.of(
                        node.node(),
                        node.alive() ? "alive" : "lost",
                        String.valueOf(node.leaseUntil()))));
    List<List<String>> subscriptions = report.subscriptions().stream().map(Show::row).toList();
    return "The log ends at position %s.%n%n".formatted(report.head())
        + (nodes.isEmpty()
            ? "No engine runs.\n"
            : Table.of(List.of("NODE", "STATE", "LEASE UNTIL"), nodes))
        + "\n"
        + Table.of(
            List.of(
                "SUBSCRIPTION",
                "STATE",
                "LAG",
                "AGE",
                "PER SECOND",
                "HANDLED",
                "WAITING",
                "PARKED"),
            subscriptions)
        + (report.outbox() == null ? "" : "\n" + outbox(report.outbox()));
  }

  static String outbox(OutboxReport report) {
    return String.format(
        Locale.ROOT,
        "Outbox: %s pending, %s of them blocked behind a failed one, %s failed.%n",
        upTo(report.pending()),
        upTo(report.blocked()),
        upTo(report.failed()));
  }

  private static String upTo(long counted) {
    return counted + (counted == OutboxReport.MAX ? "+" : "");
  }

  static String entries(List<OutboxEntry> entries) {
    return entries.isEmpty()
        ? "Nothing.\n"
        : Table.of(
            List.of("ID", "DESTINATION", "KEY", "TYPE", "MESSAGE", "ATTEMPTS", "NEXT", "ERROR"),
            entries.stream().map(Show::row).toList());
  }

  private static List<String> row(OutboxEntry entry) {
    return List.of(
        String.valueOf(entry.id()),
        entry.message().destination(),
        entry.message().key(),
        entry.message().metadata().type(),
        String.valueOf(entry.message().metadata().id()),
        String.valueOf(entry.attempts()),
        entry.nextAttemptAt() == null ? NONE : String.valueOf(entry.nextAttemptAt()),
        problem(entry));
  }

  private static String problem(OutboxEntry entry) {
    OutboxEntry.Discard discard = entry.discard();
    if (discard != null) {
      return "discarded by %s at %s: %s".formatted(discard.by(), discard.at(), discard.reason());
    }
    return entry.error() == null ? NONE : entry.error().lines().findFirst().orElse("");
  }

  private static List<String> row(SubscriptionReport report) {
    return List.of(
        report.name(),
        state(report),
        lag(report.lag()),
        age(report.lag()),
        rate(report.perSecond()),
        String.valueOf(report.handled()),
        String.valueOf(report.waiting()),
        String.valueOf(report.parked()));
  }

  private static String state(SubscriptionReport report) {
    if (report.paused()) {
      return "paused";
    }
    if (!report.circuits().isEmpty()) {
      return "circuit open";
    }
    if (report.segments().stream().allMatch(SegmentReport::owned)) {
      return "owned";
    }
    return report.known() ? "not owned" : "left over";
  }

  private static String lag(@Nullable Lag lag) {
    if (lag == null) {
      return NONE;
    }
    return lag.messages() + (lag.more() ? "+ (%s positions)".formatted(lag.positions()) : "");
  }

  private static String age(@Nullable Lag lag) {
    return lag == null || lag.age() == null ? NONE : lag.age().toSeconds() + " s";
  }

  private static String rate(@Nullable Double perSecond) {
    return perSecond == null ? NONE : String.format(Locale.ROOT, "%.1f", perSecond);
  }

  static String subscription(SubscriptionReport report) {
    List<List<String>> lanes = new ArrayList<>();
    for (SegmentReport segment : report.segments()) {
      for (LaneReport lane : segment.lanes()) {
        lanes.add(
            List.of(
                String.valueOf(segment.segment()),
                lane.lane().name().toLowerCase(Locale.ROOT),
                String.valueOf(lane.position()),
                lag(lane.lag()),
                age(lane.lag()),
                rate(lane.perSecond()),
                String.valueOf(lane.handled()),
                Objects.requireNonNullElse(segment.owner(), NONE)));
      }
    }
    String paused =
        report.paused()
            ? "Paused since %s: %s%n"
                .formatted(
                    report.pausedAt(), Table.inOneLine(String.valueOf(report.pausedReason())))
            : "";
    return "%s: %s, %s key(s) waiting, %s parked%n%s%s%n"
            .formatted(
                report.name(),
                state(report),
                report.waiting(),
                report.parked(),
                paused,
                circuits(report))
        + Table.of(
            List.of("SEGMENT", "LANE", "POSITION", "LAG", "AGE", "PER SECOND", "HANDLED", "OWNER"),
            lanes);
  }

  private static String circuits(SubscriptionReport report) {
    return report.circuits().stream()
        .map(
            each ->
                "All messages have failed on node %s since %s, the last one with %s. The node tries one message at %s.%n"
                    .formatted(each.node(), each.since(), each.errorClass(), each.nextTry()))
        .collect(Collectors.joining());
  }

  static String held(List<HeldMessage> messages) {
    return messages.isEmpty()
        ? "Nothing.\n"
        : Table.of(
            List.of(
                "SUBSCRIPTION", "MESSAGE", "TYPE", "KEY", "POSITION", "ATTEMPTS", "NEXT", "ERROR"),
            messages.stream().map(Show::row).toList());
  }

  /** A reader must not take a part of a list for the whole. */
  static String more(String command, String subscription, long after) {
    return "Perhaps there are more: foliot %s %s --after=%s%n"
        .formatted(command, subscription, after);
  }

  private static List<String> row(HeldMessage message) {
    return List.of(
        message.subscription(),
        String.valueOf(message.messageId()),
        message.type(),
        message.key(),
        String.valueOf(message.position()),
        String.valueOf(message.attempts()),
        message.parked() ? "parked" : String.valueOf(message.nextAttemptAt()),
        message.errorText().lines().findFirst().orElse(""));
  }

  static String message(HeldMessageDetails shown) {
    HeldMessage message = shown.message();
    String text =
        """
        subscription   %s
        message        %s
        type           %s
        stream         %s-%s
        key            %s
        position       %s
        occurred at    %s
        correlation    %s
        state          %s, %s attempt(s), first failed %s, last %s
        waits behind   %s message(s)
        error          %s: %s
        payload        %s

        %s
        """
            .formatted(
                message.subscription(),
                message.messageId(),
                message.type(),
                message.category(),
                message.streamId(),
                message.key(),
                message.position(),
                shown.occurredAt() == null ? NONE : shown.occurredAt(),
                shown.correlationId() == null ? NONE : shown.correlationId(),
                message.parked() ? "parked" : "waits until " + message.nextAttemptAt(),
                message.attempts(),
                message.firstFailedAt(),
                message.lastFailedAt(),
                (shown.behind() == null ? "?" : shown.behind()) + (shown.more() ? "+" : ""),
                message.errorClass(),
                message.errorText(),
                payload(shown),
                shown.stackTrace());
    return inLines(text);
  }

  private static String payload(HeldMessageDetails shown) {
    if (shown.unreadable() != null) {
      return "cannot be read: %s; stored: %s".formatted(shown.unreadable(), shown.stored());
    }
    return shown.payload().stream()
        .map(part -> "%s %s: %s".formatted(part.type(), part.version(), part.json()))
        .collect(Collectors.joining("\n               "));
  }

  static String discarded(List<DiscardedMessage> messages) {
    return messages.isEmpty()
        ? "Nothing.\n"
        : Table.of(
            List.of("NUMBER", "MESSAGE", "TYPE", "STREAM", "BY", "AT", "REASON"),
            messages.stream()
                .map(
                    each ->
                        List.of(
                            String.valueOf(each.number()),
                            String.valueOf(each.messageId()),
                            each.type(),
                            each.category() + "-" + each.streamId(),
                            each.discardedBy(),
                            String.valueOf(each.discardedAt()),
                            each.reason()))
                .toList());
  }

  static String stuck(List<ProcessSummary> instances, int limit) {
    if (instances.isEmpty()) {
      return "Nothing.\n";
    }
    List<List<String>> rows =
        instances.stream()
            .map(
                each ->
                    List.of(
                        each.process(),
                        each.id(),
                        String.valueOf(each.transitions()),
                        String.valueOf(each.startedAt()),
                        String.valueOf(each.updatedAt())))
            .toList();
    return Table.of(List.of("PROCESS", "INSTANCE", "TRANSITIONS", "STARTED", "LAST CHANGED"), rows)
        + (rows.size() < limit ? "" : "Perhaps there are more: raise --limit, up to 1000.\n");
  }

  private static String inLines(String text) {
    return text.replaceAll("[\\p{Cc}&&[^\n\t]]", " ");
  }
}
