package dev.foliot.process;

import dev.foliot.command.CommandStatus;
import dev.foliot.message.PayloadSeal;
import dev.foliot.process.Transition.Sent;
import dev.foliot.timer.Timers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Converts stored instances to their public form, without personal data. */
final class ShowProcess {
  private final ProcessTables tables;
  private final Timers timers;
  private final PayloadSeal seal;
  private final SentCommands commands;

  ShowProcess(ProcessParts parts, SentCommands commands) {
    this.tables = parts.tables();
    this.timers = parts.timers();
    this.seal = parts.states();
    this.commands = commands;
  }

  ProcessInstance instance(ProcessRow row, boolean stuck) {
    List<Transition> transitions =
        tables.transitions().latest(row.process(), row.id(), Processes.MAX_TRANSITIONS);
    return new ProcessInstance(
        row.process(),
        row.id(),
        row.status(),
        row.state() == null ? null : shown(row.state().stored()),
        row.startedAt(),
        row.updatedAt(),
        row.endedAt(),
        stuck,
        timers.of(row.process(), row.id()).stream()
            .map(each -> new ProcessTimer(each.key().name(), each.dueAt(), each.messageType()))
            .toList(),
        sent(transitions),
        tables.kept().of(row.process(), row.id()).stream().map(each -> each.type()).toList(),
        transitions.stream().map(this::transition).toList());
  }

  private List<SentCommand> sent(List<Transition> transitions) {
    List<Sent> sent = transitions.stream().flatMap(each -> each.sent().stream()).toList();
    Map<UUID, CommandStatus> statuses = commands.statuses(sent.stream().map(Sent::id).toList());
    return sent.stream()
        .map(
            each ->
                new SentCommand(
                    each.id(), each.type(), Objects.requireNonNull(statuses.get(each.id()))))
        .toList();
  }

  ProcessTransition transition(Transition stored) {
    Map<UUID, String> sent = new LinkedHashMap<>();
    stored.sent().forEach(each -> sent.put(each.id(), each.type()));
    return new ProcessTransition(
        stored.number(),
        stored.messageId(),
        stored.messageType(),
        stored.at(),
        stored.status(),
        stored.changes() == null ? null : shown(stored.changes()),
        sent,
        stored.timersSet(),
        stored.timersCancelled());
  }

  private String shown(String stored) {
    return seal.isSealed(stored) ? seal.readPlaceholders(stored).toString() : stored;
  }

  static ProcessSummary summary(ProcessRow row) {
    return new ProcessSummary(
        row.process(),
        row.id(),
        row.status(),
        row.transitions(),
        row.startedAt(),
        row.updatedAt(),
        row.endedAt());
  }
}
