package dev.foliot.workflow.start;

import dev.foliot.workflow.expression.Evaluation;
import dev.foliot.workflow.expression.Expression;
import dev.foliot.workflow.expression.RunVariable;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels runs of a workflow by events.
 *
 * @param workflow the name of the workflow
 * @param condition null for none
 * @param key finds the runs for which the condition may hold; null for all runs
 */
record EventCancellation(String workflow, @Nullable Expression condition, @Nullable CancelKey key) {
  static final String RUN = "run";
  private static final Logger LOG = LoggerFactory.getLogger(EventCancellation.class);

  /** The key of the runs that the event may cancel; null for all runs. */
  @Nullable String keyIn(Object event) {
    return key == null ? null : key.ofEvent(event);
  }

  /** Whether the event cancels a run. */
  boolean accepts(Object event, UUID eventId, RunVariable<?> run) {
    if (condition == null) {
      return true;
    }
    Evaluation evaluation = condition.evaluate(Map.of(EventTrigger.EVENT, event, RUN, run));
    if (evaluation.error() != null) {
      LOG.warn("event={} does not cancel run={}: {}", eventId, run.id(), evaluation.error());
    }
    return evaluation.isTrue();
  }
}
