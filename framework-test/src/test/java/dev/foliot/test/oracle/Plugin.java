package dev.foliot.test.oracle;

import dev.foliot.workflow.WorkflowInterceptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An interceptor that writes records. Each carries the name of the plugin and the run. */
abstract class Plugin implements WorkflowInterceptor {
  private final Records records;
  private final String name;
  private @Nullable String run;

  Plugin(Records records) {
    this(records, "CONFPLUGIN");
  }

  Plugin(Records records, String name) {
    this.records = records;
    this.name = name;
  }

  @Override
  public void invocationStart(InvocationInfo invocation) {
    run = arn(invocation.run().runId());
  }

  /** The service gives each run an address. */
  static String arn(String runId) {
    return "arn:" + runId;
  }

  static boolean isStep(OperationInfo operation) {
    return operation.type().equals("STEP");
  }

  static String orNone(@Nullable String value) {
    return value == null ? "NONE" : value;
  }

  void log(String hook, @Nullable Object... more) {
    List<@Nullable Object> all = new ArrayList<>(List.of("plugin", name, "hook", hook));
    all.addAll(Arrays.asList("durableExecutionArn", run));
    all.addAll(Arrays.asList(more));
    records.log(all.toArray());
  }
}
