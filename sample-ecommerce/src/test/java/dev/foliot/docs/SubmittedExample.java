package dev.foliot.docs;

import dev.foliot.CommandOptions;
import dev.foliot.Domain;
import dev.foliot.command.CommandFilter;
import dev.foliot.command.CommandReceipt;
import dev.foliot.command.CommandStatus;
import dev.foliot.command.SubmittedCommand;
import dev.foliot.sample.order.PlaceOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The code about submitted commands in docs/commands.md. */
class SubmittedExample {
  private final Domain domain;

  SubmittedExample(Domain domain) {
    this.domain = domain;
  }

  String submit(PlaceOrder command) {
    // docs: submit
    CommandReceipt receipt = domain.submit(command); // stored; the engine runs it
    CommandStatus status = receipt.await(Duration.ofSeconds(5)); // never inside a transaction
    String id = receipt.result(String.class).orElse("none yet");
    // docs: end
    return id + status;
  }

  List<SubmittedCommand> schedule(PlaceOrder command) {
    // docs: schedule
    CommandReceipt later =
        domain.submit(
            command, CommandOptions.after(Duration.ofMinutes(15)).timeout(Duration.ofHours(1)));
    domain.commands().reschedule(later.id(), Instant.parse("2026-12-24T08:00:00Z"));
    domain.commands().cancel(later.id());
    List<SubmittedCommand> failed =
        domain.commands().list(CommandFilter.all().withStatus(CommandStatus.FAILED));
    // docs: end
    return failed;
  }
}
