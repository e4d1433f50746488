package dev.foliot.test;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.replay.FunctionBody;
import dev.foliot.workflow.replay.RunBody;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * A {@link DurableFunction} in a {@link WorkflowTestRunner}. A lambda does not declare its types:
 * then the classes of the given input and of the last result are used.
 */
final class VirtualFunction implements VirtualCode {
  private final String name;
  private final DurableFunction<?, ?> function;
  private final Type inputType;
  private final Type declaredResult;
  private Type resultType;

  VirtualFunction(@Nullable String name, DurableFunction<?, ?> function, @Nullable Object input) {
    Class<?> type = function.getClass();
    Type[] types = FunctionBody.typesOf(type);
    this.name = name == null ? nameOf(type) : name;
    this.function = function;
    this.inputType = types[0] == Object.class ? typeOf(input) : types[0];
    this.declaredResult = types[1];
    this.resultType = declaredResult;
  }

  static String nameOf(Class<?> type) {
    return type.isSynthetic() || type.isAnonymousClass()
        ? "workflow"
        : WorkflowContext.nameOf(type);
  }

  private static Type typeOf(@Nullable Object value) {
    if (value == null || value instanceof Collection || value instanceof Map) {
      return Object.class;
    }
    return value.getClass();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int version() {
    Workflow annotation = annotation();
    return annotation == null ? 1 : annotation.version();
  }

  @Override
  public Workflow.Memo memo() {
    Workflow annotation = annotation();
    return annotation == null ? Workflow.Memo.BY_POSITION : annotation.memo();
  }

  private @Nullable Workflow annotation() {
    return AnnotatedElementUtils.findMergedAnnotation(function.getClass(), Workflow.class);
  }

  @Override
  public RunBody body(PayloadCodec codec) {
    DurableFunction<@Nullable Object, @Nullable Object> observed =
        (ctx, input) -> {
          Object result = plain().run(ctx, input);
          if (resultType == Object.class) {
            resultType = typeOf(result);
          }
          return result;
        };
    return new FunctionBody(
        observed, new Type[] {inputType, declaredResult}, codec, VirtualRuns.JSON);
  }

  @SuppressWarnings("unchecked") // its input is read as the declared type
  private DurableFunction<@Nullable Object, @Nullable Object> plain() {
    return (DurableFunction<@Nullable Object, @Nullable Object>) function;
  }

  @Override
  public ClassLoader loader() {
    return CodeOfRun.loaderOf(function.getClass());
  }

  @Override
  public Type resultType() {
    return resultType;
  }
}
