package dev.foliot.aggregate;

import dev.foliot.failure.ErrorText;
import dev.foliot.personaldata.RedactedText;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A change would break an {@link Invariant} of an aggregate. */
public final class InvariantViolationException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient List<Violation> violations;

  /**
   * One invariant that does not hold.
   *
   * @param invariant the name of its method
   * @param reason the exception of the method; null if it returned false. If it contains personal
   *     data of the refused event, a copy without this data
   */
  public record Violation(String invariant, @Nullable Exception reason) {
    @Override
    public String toString() {
      return reason == null ? invariant : invariant + " (" + ErrorText.message(reason) + ")";
    }
  }

  InvariantViolationException(
      Class<?> aggregate,
      @Nullable String id,
      @Nullable Object change,
      List<Violation> violations) {
    super(
        "%s %s %s: %s must hold."
            .formatted(
                aggregate.getSimpleName(),
                id,
                change == null ? "cannot be stored" : "refuses " + RedactedText.of(change),
                violations.stream().map(Violation::toString).collect(Collectors.joining(", "))));
    this.violations = List.copyOf(violations);
    violations.stream().map(Violation::reason).forEach(this::keep);
  }

  private void keep(@Nullable Exception reason) {
    if (reason != null) {
      addSuppressed(reason);
    }
  }

  /** All invariants that do not hold. */
  public List<Violation> violations() {
    return violations;
  }
}
