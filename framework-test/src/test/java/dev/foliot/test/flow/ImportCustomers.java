package dev.foliot.test.flow;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.trigger.Concurrency;
import dev.foliot.workflow.trigger.Idempotent;
import dev.foliot.workflow.trigger.Throttle;

// docs: workflow
@Workflow(name = "import-customers")
@Idempotent(key = "input.file", period = "24h") // the same file once a day
@Concurrency(limit = 5, key = "input.tenant") // five imports of a tenant at once
@Throttle(limit = 60, period = "1m", burst = 10) // the file server takes no more
class ImportCustomers implements DurableFunction<ImportCustomers.File, Integer> {
  record File(String tenant, String file) {}

  @Override
  public Integer run(WorkflowContext ctx, File input) {
    return ctx.step("import", Integer.class, step -> input.file().length());
  }
}
// docs: end
