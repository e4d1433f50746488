package dev.foliot.benchmarks.workflow;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.trigger.Trigger;
import java.util.stream.IntStream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.type.TypeDescription;

/** Is started by the readings of sensors that are too high: one trigger for each sensor. */
public class Alarm implements DurableFunction<Reading, String> {
  /** The lowest value that starts a run. */
  static final int LIMIT = 1_000;

  @Override
  public String run(WorkflowContext ctx, Reading reading) {
    return reading.sensor();
  }

  /** A subclass with so many triggers, of which each event fits at most one. */
  static Class<? extends Alarm> withTriggers(int count) {
    AnnotationDescription[] triggers =
        IntStream.range(0, count).mapToObj(Alarm::trigger).toArray(AnnotationDescription[]::new);
    return new ByteBuddy()
        .subclass(Alarm.class)
        .annotateType(
            AnnotationDescription.Builder.ofType(Workflow.class).define("name", "alarm").build(),
            AnnotationDescription.Builder.ofType(Trigger.List.class)
                .defineAnnotationArray(
                    "value", TypeDescription.ForLoadedType.of(Trigger.class), triggers)
                .build())
        .make()
        .load(Alarm.class.getClassLoader())
        .getLoaded();
  }

  private static AnnotationDescription trigger(int sensor) {
    return AnnotationDescription.Builder.ofType(Trigger.class)
        .define("event", Reading.class)
        .define(
            "when",
            "event.sensor == '%s' && event.value >= %s".formatted(Reading.sensor(sensor), LIMIT))
        .build();
  }
}
