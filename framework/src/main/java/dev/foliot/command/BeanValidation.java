package dev.foliot.command;

import dev.foliot.command.CommandValidationException.Violation;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.Comparator;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Checks Bean Validation annotations.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class BeanValidation implements CommandValidator {
  private final Validator validator;

  public BeanValidation(Validator validator) {
    this.validator = validator;
  }

  @Override
  public List<Violation> violations(Object command) {
    return validator.validate(command).stream()
        .map(BeanValidation::violation)
        .sorted(Comparator.comparing(Violation::path).thenComparing(Violation::message))
        .toList();
  }

  private static Violation violation(ConstraintViolation<Object> found) {
    return new Violation(
        found.getPropertyPath().toString(), found.getMessage(), found.getInvalidValue());
  }
}
