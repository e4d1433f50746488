package dev.foliot.workflow.start;

import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerDeclaration;
import dev.foliot.handler.HandlerKind;
import dev.foliot.handler.HandlerMethod;
import dev.foliot.message.Metadata;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.trigger.ScheduledStart;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.util.ReflectionUtils;

/** Starts a run for each command of a schedule, in the transaction of the delivery. */
record StartOnTime(List<TimeTrigger> triggers, Supplier<Workflows> workflows) {
  private static final Logger LOG = LoggerFactory.getLogger(StartOnTime.class);
  private static final String NAME = "workflow-schedules";

  private static final Method ON =
      Objects.requireNonNull(
          ReflectionUtils.findMethod(StartOnTime.class, "on", StartAtTime.class, Metadata.class));

  /** The handler of the commands. */
  HandlerBean handler() {
    return HandlerBean.of(
        HandlerDeclaration.of(HandlerKind.COMMAND, NAME, Ordered.LOWEST_PRECEDENCE),
        StartOnTime.class,
        this,
        Map.of(
            StartAtTime.class,
            HandlerMethod.calling(
                HandlerMethod.open(ON), StartAtTime.class, StartOnTime.class, ON)));
  }

  void on(StartAtTime command, Metadata metadata) {
    Instant due = metadata.dueAt().orElse(metadata.occurredAt());
    triggers.stream()
        .filter(each -> each.command().equals(command))
        .findFirst()
        .ifPresentOrElse(
            trigger ->
                workflows
                    .get()
                    .start(
                        command.workflow(),
                        new ScheduledStart(due),
                        trigger.optionsFor(metadata.id())),
            () ->
                LOG.warn(
                    "schedule={} starts nothing, because workflow={} has no such trigger any more",
                    command.schedule(),
                    command.workflow()));
  }
}
