package dev.foliot.test;

import dev.foliot.handler.WiringProblems;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.replay.RunBody;
import dev.foliot.workflow.step.RunSnapshot;
import dev.foliot.workflow.step.StartEvent;
import dev.foliot.workflow.step.StepsBody;
import java.lang.reflect.Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** A workflow of steps in a {@link WorkflowTestRunner}. */
final class VirtualSteps implements VirtualCode {
  private final Class<?> type;
  private final StepsBody body;

  /**
   * @throws dev.foliot.handler.WiringException if its steps do not fit together
   */
  VirtualSteps(Object workflow) {
    this(workflow, workflow.getClass());
  }

  /**
   * @param workflow null if none of its steps runs
   */
  VirtualSteps(@Nullable Object workflow, Class<?> type) {
    WiringProblems problems = new WiringProblems();
    this.type = type;
    this.body = StepsBody.of(workflow, type, problems);
    problems.throwIfAny();
  }

  /** Checks the input of a run; a run that is resumed has none. */
  VirtualSteps startedBy(@Nullable StartEvent input) {
    if (input != null) {
      body.checkInput(input);
    }
    return this;
  }

  void check(RunSnapshot snapshot) {
    body.checkSaved(snapshot.export());
  }

  @Override
  public String name() {
    return WorkflowContext.nameOf(type);
  }

  @Override
  public int version() {
    Workflow annotation = AnnotatedElementUtils.findMergedAnnotation(type, Workflow.class);
    return annotation == null ? 1 : annotation.version();
  }

  @Override
  public Workflow.Memo memo() {
    return Workflow.Memo.BY_POSITION;
  }

  @Override
  public RunBody body(PayloadCodec codec) {
    return body;
  }

  @Override
  public Set<String> steps() {
    return body.stepNames();
  }

  @Override
  public ClassLoader loader() {
    return type.getClassLoader();
  }

  @Override
  public Type resultType() {
    return body.resultType();
  }
}
