package dev.foliot.test.oracle;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.WorkflowInterceptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The workflows of all cases, and their interceptors, by the ids of the cases. */
final class Handlers {
  private final Map<String, DurableFunction<@Nullable Object, @Nullable Object>> handlers =
      new HashMap<>();
  private final Map<String, Function<Records, List<WorkflowInterceptor>>> plugins = new HashMap<>();

  static Handlers all() {
    Handlers all = new Handlers();
    StepHandlers.addTo(all);
    WaitHandlers.addTo(all);
    ChildHandlers.addTo(all);
    CallbackHandlers.addTo(all);
    InvokeHandlers.addTo(all);
    ConditionHandlers.addTo(all);
    WaitForCallbackHandlers.addTo(all);
    ParallelHandlers.addTo(all);
    MapHandlers.addTo(all);
    PluginHandlers.addTo(all);
    return all;
  }

  void add(String id, DurableFunction<@Nullable Object, @Nullable Object> handler) {
    if (handlers.put(id, handler) != null) {
      throw new IllegalStateException("Two handlers for " + id);
    }
  }

  void add(
      String id,
      Function<Records, WorkflowInterceptor> plugin,
      DurableFunction<@Nullable Object, @Nullable Object> handler) {
    addAll(id, records -> List.of(plugin.apply(records)), handler);
  }

  void addAll(
      String id,
      Function<Records, List<WorkflowInterceptor>> interceptors,
      DurableFunction<@Nullable Object, @Nullable Object> handler) {
    add(id, handler);
    plugins.put(id, interceptors);
  }

  DurableFunction<@Nullable Object, @Nullable Object> of(String id) {
    var handler = handlers.get(id);
    if (handler == null) {
      throw new AssertionError("No handler for case " + id);
    }
    return handler;
  }

  WorkflowInterceptor[] interceptors(String id, Records records) {
    return plugins
        .getOrDefault(id, none -> List.of())
        .apply(records)
        .toArray(WorkflowInterceptor[]::new);
  }
}
