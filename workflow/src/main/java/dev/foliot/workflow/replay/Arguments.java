package dev.foliot.workflow.replay;

import dev.foliot.message.Given;
import java.lang.reflect.Type;
import org.springframework.core.ParameterizedTypeReference;

/** Checks the arguments of calls of the context. */
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

  /** The type of the result. Refuses other arguments that are null. */
  static Type of(String call, ParameterizedTypeReference<?> type, Object options, Object body) {
    Given.value(options, call, OPTIONS);
    Given.value(body, call, "a body");
    return of(call, type);
  }
}
