package dev.foliot.workflow.replay;

import dev.foliot.message.MessageJson;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.PayloadCodec;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.ResolvableType;

/**
 * The code of a {@link DurableFunction}.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class FunctionBody implements RunBody {
  private static final String RESULT = "The result of the run";

  private final DurableFunction<@Nullable Object, @Nullable Object> function;
  private final Type inputType;
  private final Type resultType;
  private final PayloadCodec codec;
  private final MessageJson json;

  /**
   * @param types the types of its input and of its result
   * @param json checks that a result can be read
   */
  @SuppressWarnings("unchecked") // its input is read as the given type
  public FunctionBody(
      DurableFunction<?, ?> function, Type[] types, PayloadCodec codec, MessageJson json) {
    this.function = (DurableFunction<@Nullable Object, @Nullable Object>) function;
    this.inputType = types[0];
    this.resultType = types[1];
    this.codec = codec;
    this.json = json;
  }

  /** The types of the input and the result of a class: {@code Object} if they are not declared. */
  public static Type[] typesOf(Class<?> function) {
    ResolvableType type = ResolvableType.forClass(DurableFunction.class, function);
    return new Type[] {declared(type, 0, function), declared(type, 1, function)};
  }

  private static Type declared(ResolvableType type, int index, Class<?> function) {
    ResolvableType generic = type.getGeneric(index);
    Class<?> raw = generic.resolve();
    if (raw == null) {
      return Object.class;
    }
    if (generic.getType() instanceof TypeVariable<?>) { // a superclass of the function has it
      return generic.hasGenerics()
          ? ResolvableType.forClassWithGenerics(raw, generic.getGenerics()).getType()
          : raw;
    }
    return GenericTypeResolver.resolveType(generic.getType(), function);
  }

  @Override
  public Type inputType() {
    return inputType;
  }

  @Override
  @SuppressWarnings("NullAway") // the input may be null
  public String run(RunScope run, String input) throws Exception {
    Object given = UnusableValueException.read(codec, input, inputType, "The input of the run");
    Object result;
    try {
      result = function.run(run.context(), given);
    } catch (Restart next) {
      UnusableValueException.requireReadable(json, next.given(), inputType, RunState.NEXT_INPUT);
      throw next;
    }
    Object stored = run.transformed(result, codec, resultType);
    String written = UnusableValueException.write(codec, stored, RESULT);
    UnusableValueException.requireReadable(json, stored, resultType, RESULT);
    return written;
  }
}
