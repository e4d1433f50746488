package dev.foliot.workflow.start;

import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerDeclaration;
import dev.foliot.handler.HandlerKind;
import dev.foliot.handler.HandlerMethod;
import dev.foliot.handler.HandlerSource;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.Metadata;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.expression.ConditionIndex;
import dev.foliot.workflow.run.RunIds;
import dev.foliot.workflow.run.WorkflowRegistry;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.springframework.core.Ordered;
import org.springframework.util.ReflectionUtils;

/**
 * Starts runs by domain events: one subscription for the triggers of all workflows.
 *
 * <p>It is an event handler like those of the application. So a run is inserted in the transaction
 * that moves the checkpoint, failures are retried and parked, the work is shared among the nodes,
 * and synchronous mode and tests work as for other handlers. If a message is delivered again after
 * all, the id of the run is used already. One subscription serves all triggers, because each
 * subscription reads the log for itself.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class StartByEvents implements HandlerSource {
  /** The name of the subscription. */
  public static final String NAME = "workflow-triggers";

  private static final Method ON =
      Objects.requireNonNull(
          ReflectionUtils.findMethod(Starting.class, "on", Object.class, Metadata.class));

  private final WorkflowRegistry registry;
  private final MessageTypes types;
  private final Supplier<Workflows> workflows;

  public StartByEvents(
      WorkflowRegistry registry, MessageTypes types, Supplier<Workflows> workflows) {
    this.registry = registry;
    this.types = types;
    this.workflows = workflows;
  }

  @Override
  public List<HandlerBean> handlers(WiringProblems problems) {
    var triggers = new ReadTriggers(types, problems).read(registry.newest());
    if (triggers.isEmpty()) {
      return List.of();
    }
    Map<Class<?>, ConditionIndex<EventTrigger>> byEvent = new LinkedHashMap<>();
    triggers.forEach((event, all) -> byEvent.put(event, indexed(all)));
    Starting starting = new Starting(byEvent, workflows);
    MethodHandle on = HandlerMethod.open(ON);
    Map<Class<?>, HandlerMethod> methods = new LinkedHashMap<>();
    triggers
        .keySet()
        .forEach(
            event -> methods.put(event, HandlerMethod.calling(on, event, StartByEvents.class, ON)));
    return List.of(
        HandlerBean.of(
            HandlerDeclaration.of(HandlerKind.EVENT, NAME, Ordered.LOWEST_PRECEDENCE),
            StartByEvents.class,
            starting,
            methods));
  }

  private static ConditionIndex<EventTrigger> indexed(List<EventTrigger> triggers) {
    ConditionIndex<EventTrigger> index = new ConditionIndex<>();
    triggers.forEach(trigger -> index.add(trigger, trigger.condition()));
    return index;
  }

  /** The triggers by the class of the event. */
  record Starting(
      Map<Class<?>, ConditionIndex<EventTrigger>> triggers, Supplier<Workflows> workflows) {
    /** Starts the runs, in the transaction of the delivery. */
    void on(Object event, Metadata metadata) {
      UUID id = metadata.id();
      Set<String> started = new HashSet<>();
      var known = Objects.requireNonNull(triggers.get(event.getClass()));
      for (EventTrigger trigger : known.candidates(Map.of(EventTrigger.EVENT, event))) {
        String workflow = trigger.workflow();
        if (!started.contains(workflow)) {
          trigger
              .inputFrom(event, id)
              .ifPresent(
                  input -> {
                    RunOptions options = RunOptions.id(RunIds.ofEvent(workflow, id));
                    workflows.get().start(workflow, input.value(), options);
                    started.add(workflow);
                  });
        }
      }
    }
  }
}
