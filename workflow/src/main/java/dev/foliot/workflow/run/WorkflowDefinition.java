package dev.foliot.workflow.run;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.replay.FunctionBody;
import dev.foliot.workflow.replay.RunBody;
import java.lang.reflect.Type;
import java.util.Objects;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The code of a workflow in one version. A bean of this type is a workflow, too.
 *
 * @param name the name under which its runs are stored
 * @param version from 1
 * @param memo how a replay finds outcomes
 * @param body its code
 * @param declaredBy the class by which it can be started
 * @param resultType the type of its result
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record WorkflowDefinition(
    String name,
    int version,
    Workflow.Memo memo,
    RunBody body,
    Class<?> declaredBy,
    Type resultType) {

  /**
   * A workflow of imperative code.
   *
   * @param type its class, annotated with {@link Workflow}
   */
  public static WorkflowDefinition of(
      DurableFunction<?, ?> function, Class<?> type, PayloadCodec codec) {
    Workflow annotation = Objects.requireNonNull(type.getAnnotation(Workflow.class));
    Type[] types = FunctionBody.typesOf(type);
    return new WorkflowDefinition(
        WorkflowContext.nameOf(type),
        annotation.version(),
        annotation.memo(),
        new FunctionBody(function, types[0], codec),
        type,
        types[1]);
  }

  /** Reads a result of a run. */
  public @Nullable Object readResult(PayloadCodec codec, String payload) {
    return body.readResult(codec, payload, resultType);
  }

  String label() {
    return name + " (version " + version + ")";
  }
}
