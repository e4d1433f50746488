package dev.foliot.workflow.start;

import dev.foliot.workflow.expression.Evaluation;
import dev.foliot.workflow.expression.Expression;
import java.lang.reflect.Constructor;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeanUtils;

/**
 * Starts runs of a workflow by events.
 *
 * @param workflow the name of the workflow
 * @param condition null for none
 * @param input the input of the run; null for the event itself
 * @param wrapper makes a record from the input; null if the workflow takes it as it is
 */
record EventTrigger(
    String workflow,
    @Nullable Expression condition,
    @Nullable Expression input,
    @Nullable Constructor<?> wrapper) {
  static final String EVENT = "event";
  private static final Logger LOG = LoggerFactory.getLogger(EventTrigger.class);

  /**
   * The input of a run.
   *
   * @param value the input, which may be null
   */
  record Input(@Nullable Object value) {}

  /** The input of the run that the event starts; empty if it starts none. */
  Optional<Input> inputFrom(Object event, UUID eventId) {
    boolean starts =
        condition == null || Boolean.TRUE.equals(evaluate(condition, event, eventId).value());
    if (!starts) {
      return Optional.empty();
    }
    if (input == null) {
      return wrapped(event, eventId);
    }
    Evaluation evaluated = evaluate(input, event, eventId);
    return evaluated.error() == null ? wrapped(evaluated.value(), eventId) : Optional.empty();
  }

  private Optional<Input> wrapped(@Nullable Object value, UUID eventId) {
    if (wrapper == null) {
      return Optional.of(new Input(value));
    }
    Class<?> component = wrapper.getParameterTypes()[0];
    if (value == null && component.isPrimitive()) { // Spring would pass zero
      LOG.warn(
          "event={} starts no run of workflow={}: its input is null, but {} has a component of type {}. Let its type be an object, or leave such events out by a when.",
          eventId,
          workflow,
          wrapper.getDeclaringClass().getName(),
          component.getName());
      return Optional.empty();
    }
    return Optional.of(new Input(BeanUtils.instantiateClass(wrapper, value)));
  }

  private Evaluation evaluate(Expression expression, Object event, UUID eventId) {
    Evaluation evaluation = expression.evaluate(Map.of(EVENT, event));
    if (evaluation.error() != null) {
      LOG.warn("event={} starts no run of workflow={}: {}", eventId, workflow, evaluation.error());
    }
    return evaluation;
  }
}
