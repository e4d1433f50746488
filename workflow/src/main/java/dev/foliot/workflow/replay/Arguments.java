package dev.foliot.workflow.replay;

import dev.foliot.message.Given;
import java.lang.reflect.Type;
import org.springframework.core.ParameterizedTypeReference;

/** The arguments that many calls of the context have. */
final class Arguments {
  static final String OPTIONS = "options";
  private static final String RESULT = "the type of the result";

  private Arguments() {}

  /** The type of the result. */
  static Type of(String call, ParameterizedTypeReference<?> type) {
    return of(call, Given.value(type, call, RESULT).getType());
  }

  /** The type of the result. */
  static Type of(String call, Type type) {
    return Given.value(type, call, RESULT);
  }

  /** The type of the result; the other arguments are not null. */
  static Type of(String call, ParameterizedTypeReference<?> type, Object options, Object body) {
    Given.value(options, call, OPTIONS);
    Given.value(body, call, "a body");
    return of(call, type);
  }
}
