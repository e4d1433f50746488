package dev.foliot.workflow.run;

import dev.foliot.message.MessageJson;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.replay.FunctionBody;
import dev.foliot.workflow.replay.RunBody;
import java.lang.reflect.Type;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * The code of a workflow in one version. A bean of this type also declares a workflow.
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
   * @param type its class. The class, its superclass or one of its annotations has {@link Workflow}
   * @throws IllegalArgumentException if the annotation is missing
   */
  public static WorkflowDefinition of(
      DurableFunction<?, ?> function, Class<?> type, PayloadCodec codec, MessageJson json) {
    Workflow annotation = annotationOf(type);
    Type[] types = FunctionBody.typesOf(type);
    return new WorkflowDefinition(
        WorkflowContext.nameOf(type),
        annotation.version(),
        annotation.memo(),
        new FunctionBody(function, types, codec, json),
        type,
        types[1]);
  }

  /**
   * The annotation of a workflow, also on its superclass or on one of its annotations.
   *
   * @throws IllegalArgumentException if it has none
   */
  public static Workflow annotationOf(Class<?> type) {
    Workflow annotation = AnnotatedElementUtils.findMergedAnnotation(type, Workflow.class);
    if (annotation == null) {
      throw new IllegalArgumentException(
          "%s is not a workflow. Annotate the class with @Workflow.".formatted(type.getName()));
    }
    return annotation;
  }

  /** Reads a result of a run. */
  public @Nullable Object readResult(PayloadCodec codec, String payload) {
    return body.readResult(codec, payload, resultType);
  }

  String label() {
    return name + " (version " + version + ")";
  }
}
