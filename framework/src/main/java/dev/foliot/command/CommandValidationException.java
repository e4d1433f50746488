package dev.foliot.command;

import dev.foliot.failure.ValueText;
import dev.foliot.personaldata.RedactedText;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A command breaks its own constraints (R11). Its handler was not called. */
public final class CommandValidationException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient List<Violation> violations;

  /**
   * One constraint that is broken.
   *
   * @param path the component, such as {@code lines[0].quantity}; without a key of a map that is
   *     personal data
   * @param message the constraint, in the language of the caller
   * @param invalidValue the actual value; if it contains personal data, a text without that data
   */
  public record Violation(String path, String message, @Nullable Object invalidValue) {
    /** Returns the violation without personal data, for an exception. */
    Violation redacted(UnaryOperator<String> hiding) {
      String value = ValueText.of(invalidValue);
      String shown = hiding.apply(value);
      return new Violation(
          redactedPath(hiding), hiding.apply(message), shown.equals(value) ? invalidValue : shown);
    }

    /** A key of a map stands in brackets. A name before it may be equal to a personal value. */
    private String redactedPath(UnaryOperator<String> hiding) {
      int key = path.indexOf('[');
      return key < 0 ? path : path.substring(0, key) + hiding.apply(path.substring(key));
    }

    @Override
    public String toString() {
      return "%s %s, but is %s".formatted(path, message, ValueText.of(invalidValue));
    }
  }

  static CommandValidationException of(Object command, List<Violation> violations) {
    UnaryOperator<String> hiding = RedactedText.hiding(command);
    return new CommandValidationException(
        command, violations.stream().map(each -> each.redacted(hiding)).toList());
  }

  private CommandValidationException(Object command, List<Violation> violations) {
    super(
        "Command %s is not valid: %s. Correct it and send it again."
            .formatted(
                command.getClass().getSimpleName(),
                violations.stream().map(Violation::toString).collect(Collectors.joining("; "))));
    this.violations = List.copyOf(violations);
  }

  /** All constraints that are broken, by path. */
  public List<Violation> violations() {
    return violations;
  }
}
