package dev.foliot.test.workflows;

import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.step.StartEvent;
import dev.foliot.workflow.step.Step;
import dev.foliot.workflow.step.StepContext;
import dev.foliot.workflow.step.Stop;
import dev.foliot.workflow.step.UnstorableStateException;
import java.util.Map;
import java.util.TreeMap;

/** Counts in its state, and tries to keep a thread there. */
@Workflow(name = "counting")
class Counting {
  record Count(boolean keepsAThread) implements StartEvent {}

  static final class Counted {
    public int count;
    public Map<String, Object> connections = new TreeMap<>();
  }

  @Step
  Stop<String> count(Count start, StepContext<Counted> ctx) {
    ctx.edit(state -> add(state, 1));
    try {
      if (start.keepsAThread()) {
        ctx.edit(state -> keep(add(state, 10), Thread.currentThread()));
      }
      return new Stop<>(ctx.state().count + " counted");
    } catch (UnstorableStateException e) {
      return new Stop<>(e.getMessage());
    }
  }

  private static Counted add(Counted state, int count) {
    state.count += count;
    return state;
  }

  private static Counted keep(Counted state, Thread thread) {
    state.connections.put("main", thread);
    return state;
  }
}
