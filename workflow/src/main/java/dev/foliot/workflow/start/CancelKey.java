package dev.foliot.workflow.start;

import dev.foliot.workflow.expression.Evaluation;
import dev.foliot.workflow.expression.Expression;
import dev.foliot.workflow.expression.RequiredEquality;
import dev.foliot.workflow.expression.RunVariable;
import dev.foliot.workflow.run.CancelRuns;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A value that an event and the input of a run must have in common, or else the event does not
 * cancel the run. Its hash is stored with the run, so that an index finds the run.
 *
 * @param ofEvent reads the value of the event
 * @param ofRun reads the value of the run
 */
record CancelKey(Expression ofEvent, Expression ofRun) {
  private static final List<String> EVENT = List.of(EventTrigger.EVENT);
  private static final List<String> INPUT = List.of(EventCancellation.RUN, "input");

  /** The key of a condition; null if the condition has none. */
  static @Nullable CancelKey in(@Nullable Expression condition) {
    RequiredEquality equality = condition == null ? null : condition.requiredEquality(EVENT, INPUT);
    return equality == null ? null : new CancelKey(equality.first(), equality.second());
  }

  /** The key of the runs that an event cancels; null if any run may have to be cancelled. */
  @Nullable String ofEvent(Object event) {
    return key(ofEvent.evaluate(Map.of(EventTrigger.EVENT, event)));
  }

  /** The key of a run; null if it has none, for example because the value may be personal data. */
  @Nullable String ofRun(String workflow, @Nullable Object input) {
    RunVariable<?> run = new RunVariable<>("", workflow, input);
    return key(
        ofRun.evaluateWithoutPersonalData(Collections.singletonMap(EventCancellation.RUN, run)));
  }

  /** Equal values have equal keys. Fractions have none: equal ones may have different texts. */
  private @Nullable String key(Evaluation evaluation) {
    Object value = evaluation.value();
    boolean isText = value instanceof CharSequence || value instanceof UUID;
    boolean isWhole =
        value instanceof Integer
            || value instanceof Long
            || value instanceof Short
            || value instanceof Byte
            || value instanceof BigInteger;
    return value != null && (isText || isWhole) ? CancelRuns.key(ofRun.toString(), value) : null;
  }
}
