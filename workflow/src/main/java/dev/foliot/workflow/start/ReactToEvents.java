package dev.foliot.workflow.start;

import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerDeclaration;
import dev.foliot.handler.HandlerKind;
import dev.foliot.handler.HandlerMethod;
import dev.foliot.message.Metadata;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.expression.RunVariable;
import dev.foliot.workflow.run.CancelRuns;
import dev.foliot.workflow.run.CancelRuns.Later;
import dev.foliot.workflow.run.RunIds;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.core.Ordered;
import org.springframework.util.ReflectionUtils;

/**
 * Starts and cancels runs by domain events: one subscription for all workflows.
 *
 * <p>It is an ordinary event handler. So a run is inserted in the transaction that moves the
 * checkpoint, failures are retried and parked, the work is shared among the nodes, and synchronous
 * mode and tests work as for other handlers. If an event is delivered again, a run with this id
 * already exists. One subscription serves all workflows, because each subscription reads the log
 * for itself.
 */
record ReactToEvents(EventRules rules, Supplier<Workflows> workflows, CancelRuns cancel) {
  private static final String NAME = "workflow-triggers";

  private static final Method ON =
      Objects.requireNonNull(
          ReflectionUtils.findMethod(ReactToEvents.class, "on", Object.class, Metadata.class));

  /** The handler of the events. */
  HandlerBean handler() {
    MethodHandle on = HandlerMethod.open(ON);
    Map<Class<?>, HandlerMethod> methods = new LinkedHashMap<>();
    for (Class<?> event : rules.events()) {
      methods.put(event, HandlerMethod.calling(on, event, ReactToEvents.class, ON));
    }
    return HandlerBean.of(
        HandlerDeclaration.of(HandlerKind.EVENT, NAME, Ordered.LOWEST_PRECEDENCE),
        ReactToEvents.class,
        this,
        methods);
  }

  void on(Object event, Metadata metadata) {
    UUID id = metadata.id();
    // 1. Find the runs to start and to cancel. Nothing is locked yet.
    List<Later> starts = starts(event, id);
    List<String> cancelled = cancelled(event, id);
    // 2. Cancel first, so that runs that start now are not cancelled.
    cancel.cancel(cancelled, starts);
    // 3. Start.
    for (Later each : starts) {
      RunOptions options = RunOptions.id(RunIds.ofEvent(each.workflow(), id));
      workflows.get().start(each.workflow(), each.input(), options);
    }
  }

  /** The first trigger of each workflow that accepts the event. */
  private List<Later> starts(Object event, UUID id) {
    List<Later> starts = new ArrayList<>();
    Set<String> started = new HashSet<>();
    for (EventTrigger trigger : rules.startsBy(event)) {
      if (!started.contains(trigger.workflow())) {
        trigger
            .inputFrom(event, id)
            .ifPresent(
                given -> {
                  started.add(trigger.workflow());
                  starts.add(new Later(trigger.workflow(), given.value()));
                });
      }
    }
    return starts;
  }

  /** The ids in their order, in which runs are locked. */
  private List<String> cancelled(Object event, UUID id) {
    return rules.cancellationsBy(event).stream()
        .flatMap(each -> cancelled(each, event, id).stream())
        .distinct()
        .sorted()
        .toList();
  }

  private List<String> cancelled(EventCancellation cancellation, Object event, UUID id) {
    String workflow = cancellation.workflow();
    return cancel.find(
        workflow,
        cancellation.keyIn(event),
        (run, input) -> cancellation.accepts(event, id, new RunVariable<>(run, workflow, input)));
  }
}
