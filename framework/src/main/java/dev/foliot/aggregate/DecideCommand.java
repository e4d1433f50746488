package dev.foliot.aggregate;

import dev.foliot.personaldata.RedactedText;
import dev.foliot.unitofwork.UnitOfWork;
import java.util.List;

/** Handles the commands of one decider, in the unit of work of the command. */
final class DecideCommand {
  private final Decider<Object, ?, ?> decider;
  private final DecidedRepository<?> states;

  DecideCommand(Decider<Object, ?, ?> decider, DecidedRepository<?> states) {
    this.decider = decider;
    this.states = states;
  }

  /** Finds the aggregate, lets the decider decide, and returns the new events. */
  List<Object> decide(Object command) {
    String id = decider.aggregateId(command);
    if (id == null || id.isBlank() || id.equals("null")) {
      throw new IllegalArgumentException(
          "%s.aggregateId(…) returned %s for %s. Let it return the id of the aggregate that the command is for."
              .formatted(decider.getClass().getName(), id, RedactedText.of(command)));
    }
    return states.in(UnitOfWork.required(), id).decide(command);
  }
}
