package dev.foliot.workflow.expression;

import java.lang.reflect.Type;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * A run, as an expression reads it by the variable {@code run}.
 *
 * @param id its id
 * @param workflow the name of its workflow
 * @param input its input, or null
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record RunVariable<I extends @Nullable Object>(
    String id, String workflow, @Nullable I input) {
  /** The type of the variable, for a workflow with this type of input. */
  public static ResolvableType typeFor(Type input) {
    return ResolvableType.forClassWithGenerics(RunVariable.class, ResolvableType.forType(input));
  }
}
