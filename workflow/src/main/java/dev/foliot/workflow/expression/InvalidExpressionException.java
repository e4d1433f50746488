package dev.foliot.workflow.expression;

import java.util.List;
import org.apiguardian.api.API;

/**
 * An expression that cannot be used, with all of its problems.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class InvalidExpressionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * @param problems sentences about what is wrong
   */
  public InvalidExpressionException(String expression, List<String> problems) {
    super("\"%s\": %s".formatted(expression, String.join(" ", problems)));
  }
}
