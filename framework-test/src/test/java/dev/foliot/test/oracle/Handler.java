package dev.foliot.test.oracle;

import dev.foliot.workflow.WorkflowContext;
import org.jspecify.annotations.Nullable;

/** The workflow of a case. */
@FunctionalInterface
interface Handler {
  @Nullable Object run(WorkflowContext ctx, @Nullable Object input, World world) throws Exception;
}
