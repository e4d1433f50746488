package dev.foliot.command;

import dev.foliot.command.CommandValidationException.Violation;
import java.util.List;

/** Checks the constraints that a command declares. */
@FunctionalInterface
public interface CommandValidator {
  /** For applications without Bean Validation. */
  CommandValidator NONE = command -> List.of();

  /** All constraints that the command breaks, in a stable order; empty if it is valid. */
  List<Violation> violations(Object command);
}
