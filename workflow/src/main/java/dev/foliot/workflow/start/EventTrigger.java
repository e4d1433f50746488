package dev.foliot.workflow.start;

import dev.foliot.workflow.expression.Evaluation;
import dev.foliot.workflow.expression.Expression;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts runs of a workflow by events.
 *
 * @param workflow the name of the workflow
 * @param condition null for none
 * @param input the input of the run; null for the event itself
 */
record EventTrigger(String workflow, @Nullable Expression condition, @Nullable Expression input) {
  static final String EVENT = "event";
  private static final Logger LOG = LoggerFactory.getLogger(EventTrigger.class);

  /**
   * The input of a run.
   *
   * @param value null is an input, too
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
      return Optional.of(new Input(event));
    }
    Evaluation evaluated = evaluate(input, event, eventId);
    return evaluated.error() == null ? Optional.of(new Input(evaluated.value())) : Optional.empty();
  }

  private Evaluation evaluate(Expression expression, Object event, UUID eventId) {
    Evaluation evaluation = expression.evaluate(Map.of(EVENT, event));
    if (evaluation.error() != null) {
      LOG.warn("event={} starts no run of workflow={}: {}", eventId, workflow, evaluation.error());
    }
    return evaluation;
  }
}
