package dev.foliot.docs;

import dev.foliot.CommandOptions;
import dev.foliot.Domain;
import dev.foliot.command.DuplicateCommandException;
import dev.foliot.sample.order.PlaceOrder;

/** The code of docs/idempotency.md. */
class IdempotencyExample {
  private final Domain domain;

  IdempotencyExample(Domain domain) {
    this.domain = domain;
  }

  String repeat(String requestId, PlaceOrder command) {
    // docs: repeat
    CommandOptions once = CommandOptions.none().idempotencyKey(requestId);
    String first = domain.process(command, once);
    String again = domain.process(command, once); // the handler is not called; again equals first
    // docs: end
    return first + again;
  }

  String refuse(String requestId, PlaceOrder command) {
    // docs: refuse
    try {
      return domain.process(
          command, CommandOptions.none().idempotencyKey(requestId).refuseRepeats());
    } catch (DuplicateCommandException repeat) {
      return "already done: " + repeat.result();
    }
    // docs: end
  }
}
