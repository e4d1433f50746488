package dev.foliot.workflow.start;

import dev.foliot.handler.AwaitedEvents;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerSource;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.run.CancelRuns;
import dev.foliot.workflow.run.WorkflowDefinition;
import dev.foliot.workflow.run.WorkflowRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * Reads the annotations of the workflows, and makes their handlers; none if there are no
 * annotations.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class TriggerHandlers implements HandlerSource {
  private final WorkflowRegistry registry;
  private final MessageTypes types;
  private final Supplier<Workflows> workflows;
  private final CancelRuns cancel;
  private volatile List<TimeTrigger> times = List.of();

  public TriggerHandlers(
      WorkflowRegistry registry,
      MessageTypes types,
      Supplier<Workflows> workflows,
      CancelRuns cancel) {
    this.registry = registry;
    this.types = types;
    this.workflows = workflows;
    this.cancel = cancel;
  }

  @Override
  public List<HandlerBean> handlers(WiringProblems problems) {
    ReadTriggers.Found found = new ReadTriggers(registry.newest(), types, problems).read();
    times = found.times();
    found
        .rules()
        .cancelKeys()
        .forEach((name, key) -> registry.keepCancelKey(name, input -> key.ofRun(name, input)));
    List<HandlerBean> handlers = new ArrayList<>();
    if (!found.rules().events().isEmpty()) {
      handlers.add(new ReactToEvents(found.rules(), workflows, cancel).handler());
    }
    if (!times.isEmpty()) {
      handlers.add(new StartOnTime(times, workflows).handler());
    }
    return handlers;
  }

  /** The workflows whose code names events. */
  @Override
  public List<AwaitedEvents> awaited() {
    List<Class<?>> events =
        types.all().stream()
            .filter(type -> type.kind() == MessageKind.EVENT)
            .<Class<?>>map(MessageType::javaType)
            .toList();
    return registry.newest().stream()
        .map(
            each ->
                new AwaitedEvents(
                    each.name(),
                    each.declaredBy(),
                    ReadAwaitedEvents.of(each.declaredBy(), events)))
        .filter(each -> !each.events().isEmpty())
        .toList();
  }

  List<TimeTrigger> times() {
    return times;
  }

  /** What this node declares among the others: the schedules of the triggers, and their times. */
  public List<String> declarations() {
    return times.stream()
        .flatMap(trigger -> Stream.of(trigger.command().schedule(), trigger.declaration()))
        .toList();
  }

  /** The names of all workflows of this application. */
  Set<String> workflows() {
    return registry.definitions().stream()
        .map(WorkflowDefinition::name)
        .collect(Collectors.toSet());
  }
}
