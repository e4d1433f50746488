package dev.foliot.test.oracle;

import dev.foliot.workflow.BatchOptions;
import dev.foliot.workflow.BatchResult;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.ItemBody;
import dev.foliot.workflow.WorkflowContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

/** Short forms of parallel and map. */
final class Batches {
  /** One branch after the other. */
  static final BatchOptions ONE = BatchOptions.maxConcurrency(1);

  private static final ParameterizedTypeReference<@Nullable Object> ANY =
      ParameterizedTypeReference.forType(Object.class);

  private Batches() {}

  @SafeVarargs
  static BatchResult<@Nullable Object> parallel(
      WorkflowContext ctx,
      String name,
      BatchOptions options,
      Branch<@Nullable Object>... branches) {
    List<Branch<@Nullable Object>> all = new ArrayList<>();
    for (Branch<@Nullable Object> branch : branches) {
      all.add(branch);
    }
    return ctx.parallel(name, ANY, all, options);
  }

  static BatchResult<@Nullable Object> map(
      WorkflowContext ctx,
      @Nullable String name,
      List<?> items,
      BatchOptions options,
      ItemBody<Object, @Nullable Object> body) {
    return ctx.map(name, List.<Object>copyOf(items), ANY, options, body);
  }

  static Branch<@Nullable Object> returns(Object value) {
    return Branch.of(ctx -> value);
  }

  static Branch<@Nullable Object> runsStep(Object value) {
    return Branch.of(ctx -> ctx.step(null, Object.class, s -> value));
  }

  static Branch<@Nullable Object> fails() {
    return Branch.of(ctx -> StepHandlers.fail());
  }

  /** The outcome, with these fields. */
  static Map<String, Object> outcome(BatchResult<?> result, String... fields) {
    Map<String, Object> all =
        Map.of(
            "completionReason", result.completionReason(),
            "status", result.status(),
            "successCount", result.successCount(),
            "failureCount", result.failureCount(),
            "totalCount", result.totalCount());
    Map<String, Object> wanted = new TreeMap<>(all);
    wanted.keySet().retainAll(List.of(fields));
    return wanted;
  }

  static Map<String, Object> withStatus(BatchResult<?> result) {
    return outcome(
        result, "completionReason", "status", "successCount", "failureCount", "totalCount");
  }

  static Map<String, Object> withoutStatus(BatchResult<?> result) {
    return outcome(result, "completionReason", "successCount", "failureCount", "totalCount");
  }
}
