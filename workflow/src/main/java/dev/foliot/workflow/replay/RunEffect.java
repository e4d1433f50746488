package dev.foliot.workflow.replay;

import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.message.Given;
import dev.foliot.unitofwork.ConnectionLostException;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowInterceptor.EventTarget;
import dev.foliot.workflow.journal.OperationKind;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Calls the domain. The effect and the outcome are stored together, so exactly once (R53). Only
 * failures of the database are tried again; an error of a handler is an outcome.
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

  private final ContextScope context;
  private final DomainCalls domain;

  RunEffect(ContextScope context) {
    this.context = context;
    this.domain = context.run().parts().domain();
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // of the given type
  <T extends @Nullable Object> T command(@Nullable String name, Object command, Type type) {
    Given.value(command, "context.command", "a command");
    Type of = Arguments.of("context.command", type);
    return run(
        context.next(OperationKind.COMMAND, name), command, of, () -> domain.process(command));
  }

  @Nullable Object publish(@Nullable String name, Object event) {
    domain.eventType(Given.value(event, "context.publish", "an event").getClass());
    Operation publish = context.next(OperationKind.PUBLISH, name);
    Object sent = publish.isEnded() ? event : transformed(event);
    return run(
        publish,
        sent,
        Object.class,
        () -> {
          domain.publish(sent);
          return null;
        });
  }

  private Object transformed(Object event) {
    RunState run = context.run();
    return run.recording().hooks().event(EventTarget.LOG, event, run.parts().codec());
  }

  UUID submit(@Nullable String name, Object command) {
    Given.value(command, "context.submit", "a command");
    return run(
        context.next(OperationKind.SUBMIT, name),
        command,
        UUID.class,
        () -> domain.submit(command));
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // of the given type
  private <T extends @Nullable Object> T run(
      Operation operation, Object message, Type type, Supplier<? extends @Nullable Object> effect) {
    return new RunStep(context, operation, ended -> {}, message)
        .runAndObserve(type, OPTIONS, attempt -> cast(effect.get()));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) // only written
  private static <T extends @Nullable Object> T cast(@Nullable Object value) {
    return (T) value;
  }
}
