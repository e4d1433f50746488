package dev.foliot.test.workflows;

import dev.foliot.workflow.Callback;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A workflow whose code a test gives. */
@Workflow(name = "scripted")
class Scripted implements DurableFunction<String, String> {
  /** The bodies that ran. */
  final List<String> ran = new CopyOnWriteArrayList<>();

  volatile DurableFunction<String, String> code = (ctx, input) -> input;

  @Override
  public String run(WorkflowContext ctx, String input) throws Exception {
    return code.run(ctx, input);
  }

  String did(String what) {
    ran.add(what);
    return what;
  }

  /** A child run's workflow, whose code a test gives. */
  @Workflow(name = "scripted-child")
  static class Child implements DurableFunction<String, String> {
    volatile DurableFunction<String, String> code = (ctx, input) -> input;

    @Override
    public String run(WorkflowContext ctx, String input) throws Exception {
      return code.run(ctx, input);
    }
  }

  /** A workflow with results of any type, whose code a test gives. */
  @Workflow(name = "with-any-result")
  static class WithAnyResult implements DurableFunction<String, Object> {
    volatile DurableFunction<String, Object> code = (ctx, input) -> input;

    @Override
    public Object run(WorkflowContext ctx, String input) throws Exception {
      return code.run(ctx, input);
    }
  }

  /** A workflow that finds outcomes by their names, and whose code a test gives. */
  @Workflow(name = "by-name", memo = Workflow.Memo.BY_NAME)
  static class ByName implements DurableFunction<String, String> {
    volatile DurableFunction<String, String> code = (ctx, input) -> input;

    @Override
    public String run(WorkflowContext ctx, String input) throws Exception {
      return code.run(ctx, input);
    }
  }

  /** Its callback has a name that looks like the end of an id. */
  @Workflow(name = "slashed-names", memo = Workflow.Memo.BY_NAME)
  static class SlashedNames implements DurableFunction<String, String> {
    @Override
    public String run(WorkflowContext ctx, String input) {
      Callback<String> callback = ctx.createCallback("answer/1", String.class);
      ctx.step("other", step -> {});
      return callback.id() + " " + callback.get();
    }
  }

  /** A workflow whose result is a number. */
  @Workflow(name = "with-a-number")
  static class WithANumber implements DurableFunction<String, Integer> {
    @Override
    public Integer run(WorkflowContext ctx, String input) {
      return input.length();
    }
  }
}
