package dev.foliot.test.oracle;

import dev.foliot.workflow.WorkflowInterceptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The workflows of all cases, and their interceptors, by the ids of the cases. */
final class Handlers {
  private final Map<String, Handler> handlers = new HashMap<>();
  private final Map<String, Function<World, List<WorkflowInterceptor>>> plugins = new HashMap<>();

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

  void add(String id, Handler handler) {
    if (handlers.put(id, handler) != null) {
      throw new IllegalStateException("Two handlers for " + id);
    }
  }

  void add(String id, Function<World, WorkflowInterceptor> plugin, Handler handler) {
    addAll(id, world -> List.of(plugin.apply(world)), handler);
  }

  void addAll(String id, Function<World, List<WorkflowInterceptor>> interceptors, Handler handler) {
    add(id, handler);
    plugins.put(id, interceptors);
  }

  Handler of(String id) {
    Handler handler = handlers.get(id);
    if (handler == null) {
      throw new AssertionError("No handler for case " + id);
    }
    return handler;
  }

  List<WorkflowInterceptor> interceptors(String id, World world) {
    return plugins.getOrDefault(id, none -> List.of()).apply(world);
  }
}
