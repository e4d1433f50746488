package dev.foliot.test;

import dev.foliot.unitofwork.UnitOfWork;
import dev.foliot.workflow.replay.DomainCalls;
import dev.foliot.workflow.run.RunParts;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Puts a recorder between the runs and the domain of the application. */
final class RecordRunCalls implements BeanPostProcessor {
  private final Supplier<RunCalls> calls;

  RecordRunCalls(Supplier<RunCalls> calls) {
    this.calls = calls;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof RunParts parts
        ? parts.withDomain(run -> new Recorded(run, parts.domain().apply(run)))
        : bean;
  }

  private final class Recorded implements DomainCalls {
    private final String run;
    private final DomainCalls domain;

    Recorded(String run, DomainCalls domain) {
      this.run = run;
      this.domain = domain;
    }

    @Override
    public @Nullable Object process(Object command) {
      afterCommit(() -> calls.get().sent(run, command));
      return domain.process(command);
    }

    @Override
    public void publish(Object event) {
      afterCommit(() -> calls.get().published(run, event));
      domain.publish(event);
    }

    @Override
    public String eventType(Class<?> event) {
      return domain.eventType(event);
    }

    @Override
    public UUID submit(Object command) {
      afterCommit(() -> calls.get().sent(run, command));
      return domain.submit(command);
    }

    private static void afterCommit(Runnable action) {
      UnitOfWork.required().afterCommit(action);
    }
  }
}
