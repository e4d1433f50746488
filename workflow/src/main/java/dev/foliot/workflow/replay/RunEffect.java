package dev.foliot.workflow.replay;

import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.unitofwork.ConnectionLostException;
import dev.foliot.workflow.StepOptions;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Calls the domain. The effect and the outcome are stored together, so exactly once (R53). Only
 * what the database causes is tried again; an error of a handler is an answer.
 */
final class RunEffect {
  private static final StepOptions OPTIONS =
      StepOptions.transactional()
          .withRetry(
              RetryPolicy.exponential(6, Duration.ofMillis(100))
                  .onlyFor(
                      ConcurrentAggregateChangeException.class,
                      ConnectionLostException.class,
                      DataAccessResourceFailureException.class,
                      TransientDataAccessException.class,
                      TransactionException.class));

  private final RunStep step;

  /**
   * @param message the command or the event
   */
  RunEffect(ContextScope context, Operation operation, Object message) {
    this.step = new RunStep(context, operation, ended -> {}, message);
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // of the given type
  <T extends @Nullable Object> T run(Type type, Supplier<? extends @Nullable Object> effect) {
    return step.runAndObserve(type, OPTIONS, attempt -> cast(effect.get()));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) // only written
  private static <T extends @Nullable Object> T cast(@Nullable Object value) {
    return (T) value;
  }
}
